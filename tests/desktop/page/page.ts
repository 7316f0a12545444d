/// <reference lib="dom" />
// The least that a page of the app does: ask for its port, call the host over it, go where the shell says.
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '@sutazai/core/contract';

interface TestPage {
  api: ContractRouterClient<Contract>;
  went: string[];
  violations: string[];
  ports: number;
}
declare global {
  interface Window {
    test: TestPage;
    sutazai?: { connect(): void };
  }
}

const port = new Promise<MessagePort>((resolve) => {
  window.addEventListener('message', (event) => {
    if (event.source !== window || event.origin !== window.location.origin) return;
    if (event.data?.name === 'sutazai:go') window.test.went.push(event.data.to);
    if (event.data !== 'sutazai:port' || event.ports[0] === undefined) return;
    window.test.ports += 1;
    event.ports[0].start();
    resolve(event.ports[0]);
  });
});
document.addEventListener('securitypolicyviolation', (event) => {
  window.test.violations.push(`${event.effectiveDirective} ${event.blockedURI}`);
});

window.test = { api: undefined as unknown as TestPage['api'], went: [], violations: [], ports: 0 };
window.sutazai?.connect();
window.test.api = createORPCClient(new RPCLink({ port: await port }));
document.documentElement.dataset.connected = 'yes';
