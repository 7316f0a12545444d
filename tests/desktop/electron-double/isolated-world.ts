/// <reference lib="dom" />
// Functions in this file run inside pages; they are sent as text and may use nothing from outside themselves.
import type { Carried } from './ports.ts';

type Send = (text: string) => void;
interface Inbox {
  deliver(id: number, data: Carried): void;
  close(id: number): void;
  event(channel: string, args: unknown[]): void;
}
declare global {
  interface Window {
    __doubleSend?: Send;
    __doubleInbox?: Inbox;
  }
}

/** In the page's own world: receives what contextBridge exposes. Functions only; they are called across by name. */
export function receiveExposed(): void {
  if (window !== window.top) return;
  // As in Electron, a window that was denied is none to the page either.
  const open = window.open;
  window.open = (...given) => {
    open.apply(window, given)?.close();
    return null;
  };
  document.addEventListener('__double-expose', (event) => {
    const { name, functions } = JSON.parse((event as CustomEvent<string>).detail) as {
      name: string;
      functions: string[];
    };
    const call = (f: string) => () => {
      document.dispatchEvent(new CustomEvent('__double-call', { detail: JSON.stringify({ name, f }) }));
    };
    const api = Object.freeze(Object.fromEntries(functions.map((f) => [f, call(f)])));
    Object.defineProperty(window, name, { value: api, enumerable: true });
  });
}

/** In the preload's world: a `require` that knows only what a sandboxed preload gets of Electron, then the preload itself. */
export function runPreload(
  preload: (require: (name: string) => unknown, module: object, exports: object) => void,
): void {
  if (window !== window.top) return;
  const send: Send = (text) => window.__doubleSend?.(text);
  const ports = new Map<number, MessagePort>();
  const listeners = new Map<string, ((event: object, ...args: unknown[]) => void)[]>();
  let next = 1;

  const encode = (data: unknown): Carried => {
    if (typeof data === 'string') return { text: data };
    const bytes = data instanceof ArrayBuffer ? new Uint8Array(data) : data;
    if (!(bytes instanceof Uint8Array)) return { json: data };
    let binary = '';
    for (const byte of bytes) binary += String.fromCharCode(byte);
    return { bytes: btoa(binary) };
  };
  const decode = (data: Carried): unknown => {
    if ('text' in data) return data.text;
    return 'json' in data ? data.json : Uint8Array.from(atob(data.bytes), (c) => c.charCodeAt(0));
  };
  window.__doubleInbox = {
    deliver: (id, data) => ports.get(id)?.postMessage(decode(data)),
    close: (id) => ports.get(id)?.close(),
    event: (channel, args) => {
      for (const listener of listeners.get(channel) ?? []) listener({}, ...args);
    },
  };

  const ipcRenderer = {
    postMessage(channel: string, message: unknown, transfer: MessagePort[] = []): void {
      const ids = transfer.map((port) => {
        const id = next++;
        ports.set(id, port);
        port.onmessage = (event) => send(JSON.stringify({ kind: 'port', id, data: encode(event.data) }));
        port.addEventListener('close', () => send(JSON.stringify({ kind: 'closed', id })));
        return id;
      });
      send(JSON.stringify({ kind: 'message', channel, message, ports: ids }));
    },
    send: (channel: string, message: unknown) => ipcRenderer.postMessage(channel, message),
    on(channel: string, listener: (event: object, ...args: unknown[]) => void): void {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
    },
  };
  const contextBridge = {
    exposeInMainWorld(name: string, api: Record<string, () => void>): void {
      document.addEventListener('__double-call', (event) => {
        const called = JSON.parse((event as CustomEvent<string>).detail) as { name: string; f: string };
        if (called.name === name) api[called.f]?.();
      });
      const detail = JSON.stringify({ name, functions: Object.keys(api) });
      document.dispatchEvent(new CustomEvent('__double-expose', { detail }));
    },
  };
  const require = (name: string): unknown => {
    if (name === 'electron') return { ipcRenderer, contextBridge };
    throw new Error(`module not found: ${name}`);
  };
  preload(require, { exports: {} }, {});
}
