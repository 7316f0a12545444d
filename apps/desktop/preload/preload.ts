// Runs sandboxed, in a world of its own, and gives the page one function: ask for a port to the host. The port, and where the
// shell wants the page to go, arrive as messages; no function of Electron or Node crosses over.
import { contextBridge, ipcRenderer } from 'electron';

const port = 'sutazai:port';
const go = 'sutazai:go';

contextBridge.exposeInMainWorld('sutazai', {
  connect(): void {
    const { port1, port2 } = new MessageChannel();
    ipcRenderer.postMessage(port, null, [port1]);
    // To our own origin only: whatever else might stand in this window by then gets nothing.
    window.postMessage(port, window.location.origin, [port2]);
  },
});

ipcRenderer.on(go, (_, to: unknown) => {
  if (typeof to === 'string') window.postMessage({ name: go, to }, window.location.origin);
});
