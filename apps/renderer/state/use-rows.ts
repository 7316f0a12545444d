import { useMemo } from 'react';
import { rowsOf } from './rows.ts';
import { useStack } from './stack.ts';

export function useRows() {
  const overview = useStack((s) => s.overview);
  const status = useStack((s) => s.status);
  return useMemo(() => rowsOf(overview, status), [overview, status]);
}
