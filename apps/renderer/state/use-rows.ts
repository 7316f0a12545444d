import { useMemo } from 'react';
import { isRunning, useOperation } from './operation.ts';
import { rowsOf } from './rows.ts';
import { useStack } from './stack.ts';

export function useRows() {
  const overview = useStack((s) => s.overview);
  const status = useStack((s) => s.status);
  const changing = useOperation((s) => isRunning(s.view));
  return useMemo(() => rowsOf(overview, status, changing), [overview, status, changing]);
}
