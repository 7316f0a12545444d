import { EventEmitter } from 'node:events';

/** What a page's port and ours say to each other across the debugging connection, which carries text only. */
export type Carried = { text: string } | { bytes: string } | { json: unknown };

export const carried = (data: unknown): Carried => {
  if (typeof data === 'string') return { text: data };
  if (data instanceof ArrayBuffer) return { bytes: Buffer.from(data).toString('base64') };
  if (ArrayBuffer.isView(data)) {
    return { bytes: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64') };
  }
  return { json: data };
};

export const delivered = (data: Carried): unknown => {
  if ('text' in data) return data.text;
  return 'bytes' in data ? new Uint8Array(Buffer.from(data.bytes, 'base64')) : data.json;
};

/** Electron's MessagePortMain for the end of a channel whose other end lives in a page. Holds messages until it is started. */
export class MessagePortMainDouble extends EventEmitter {
  #started = false;
  #closed = false;
  #held: unknown[] = [];
  readonly #send: (data: Carried) => void;
  readonly #closeOther: () => void;

  constructor(send: (data: Carried) => void, closeOther: () => void) {
    super();
    this.#send = send;
    this.#closeOther = closeOther;
  }
  start(): void {
    this.#started = true;
    for (const data of this.#held.splice(0)) this.emit('message', { data, ports: [] });
  }
  postMessage(message: unknown): void {
    if (!this.#closed) this.#send(carried(message));
  }
  close(): void {
    if (this.#closed) return;
    this.#closeOther();
    this._ended();
  }
  /** The page's end said something. */
  _arrived(data: Carried): void {
    if (this.#started) this.emit('message', { data: delivered(data), ports: [] });
    else this.#held.push(delivered(data));
  }
  /** The page's end is gone: closed, navigated away or crashed. */
  _ended(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.emit('close');
  }
}
