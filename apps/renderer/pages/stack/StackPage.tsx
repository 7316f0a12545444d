import { useEffect } from 'react';
import { isRunning, useOperation } from '../../state/operation.ts';
import { go, useRoute } from '../../state/route.ts';
import { inspect, useUi } from '../../state/ui.ts';
import { useRows } from '../../state/use-rows.ts';
import { FirstRunPage } from '../first-run/FirstRunPage.tsx';
import { useFirstRun } from '../first-run/use-first-run.ts';
import { Inspector } from './inspector/Inspector.tsx';
import { PlanPanel } from './PlanPanel.tsx';
import { Services } from './Services.tsx';
import { StackTop } from './StackTop.tsx';
import { Starting } from './starting/Starting.tsx';

export function StackPage() {
  const first = useFirstRun();
  const starting = useShowsOperation();
  useServiceFromAddress();
  const { selected, plan } = useUi();
  const row = useRows().find((r) => r.service === selected);
  if (first)
    return (
      <>
        <FirstRunPage />
        {plan ? <PlanPanel /> : null}
      </>
    );
  return (
    <>
      <StackTop />
      <main className="main" data-panel>
        {starting ? <Starting /> : <Services />}
      </main>
      {plan ? <PlanPanel /> : row ? <Inspector key={row.service} row={row} /> : null}
    </>
  );
}

/** Up to so many services are started beside the others. */
const few = 3;

/** A start of the stack fills the page until it is over, and for as long as its failure has not been put away. */
function useShowsOperation(): boolean {
  return useOperation(({ view, dismissed }) => {
    const { operation } = view;
    if (!operation || operation.id === dismissed) return false;
    if (operation.kind !== 'up' && operation.kind !== 'down') return false;
    // A few services are started beside what runs: the table stays, with the bar above it.
    if ((operation.selection?.services?.length ?? few + 1) <= few) return false;
    if (isRunning(view)) return true;
    return operation.kind === 'up' && view.end?.outcome === 'failed';
  });
}

/** `#/stack/rabbitmq`: a notification, the tray or a link names a service. */
function useServiceFromAddress(): void {
  const { page, rest } = useRoute();
  useEffect(() => {
    // While another page is still being loaded, this one stands, and the address is already the other's.
    if (page !== 'stack' || !rest) return;
    inspect(decodeURIComponent(rest), 'diagnosis');
    go('stack');
  }, [page, rest]);
}
