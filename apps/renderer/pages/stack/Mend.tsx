import type { OperationRequest } from '@sutazai/core/contract';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { begin } from '../../state/operation.ts';
import type { OperationView } from '../../state/operation-view.ts';

/** The one best press after an operation that failed: what its failures say can be mended, else the same again. */
export function Mend({ view }: { view: OperationView }) {
  const { t } = useTranslation();
  const { say, request } = mendOf(view);
  return (
    <Button kind="primary" onClick={() => void begin(request)}>
      {t(`operation.mend.${say}`)}
    </Button>
  );
}

function mendOf({ operation, failures }: OperationView): { say: 'again' | 'freePorts'; request: OperationRequest } {
  const services = operation?.selection?.services;
  const tier = operation?.selection?.tier;
  const selection =
    services || tier ? { selection: { ...(services ? { services } : {}), ...(tier ? { tier } : {}) } } : {};
  const kind = operation?.kind ?? 'up';
  if (kind === 'up' || kind === 'start') {
    const ports = failures.some((f) => f.code === 'PORT_TAKEN' || f.code === 'PORT_RESERVED');
    return ports
      ? { say: 'freePorts', request: { kind: 'up', ...selection, options: { fixPorts: true } } }
      : { say: 'again', request: { kind: 'up', ...selection } };
  }
  return { say: 'again', request: kind === 'down' ? { kind } : { kind, ...selection } };
}
