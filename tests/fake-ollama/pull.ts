import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { fullName, type Models } from './models.ts';

/** A model that can be loaded: its layers' sizes in bytes, and how it can be had. */
export interface LibraryModel {
  name: string;
  layers: number[];
  capabilities?: string[];
  context?: number;
  /** Bytes per second; as fast as it goes if absent. */
  rate?: number;
}

const offline =
  'pull model manifest: Get "https://registry.example/v2/library": dial tcp: lookup registry.example: no such host';

/** `/api/pull` (facts 3.1): what has arrived stays when the reader goes away, and the next pull goes on from it. */
export class Library {
  readonly #arrived = new Map<string, number>();
  offline = false;

  constructor(
    private readonly library: readonly LibraryModel[],
    private readonly models: Models,
  ) {}

  async pull(name: string, response: ServerResponse): Promise<void> {
    const line = (value: object) => response.write(`${JSON.stringify(value)}\n`);
    let open = true;
    response.once('close', () => {
      open = false;
    });
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    line({ status: 'pulling manifest' });
    const wanted = this.library.find((m) => fullName(m.name) === fullName(name));
    if (this.offline || !wanted) {
      return void response.end(
        `${JSON.stringify({ error: this.offline ? offline : 'pull model manifest: file does not exist' })}\n`,
      );
    }
    for (const [i, total] of wanted.layers.entries()) {
      const digest = `sha256:${createHash('sha256').update(`${name}/${i}`).digest('hex')}`;
      const status = `pulling ${digest.slice(7, 19)}`;
      let completed = this.#arrived.get(digest) ?? 0;
      // The first line of a layer that has nothing yet comes without `completed`.
      line({ status, digest, total, ...(completed > 0 ? { completed } : {}) });
      const piece = Math.ceil(total / 10);
      while (completed < total) {
        if (wanted.rate) await pause((piece / wanted.rate) * 1000);
        if (!open) return;
        completed = Math.min(total, completed + piece);
        this.#arrived.set(digest, completed);
        line({ status, digest, total, completed });
      }
    }
    for (const status of ['verifying sha256 digest', 'writing manifest']) line({ status });
    this.models.add({ size: wanted.layers.reduce((a, b) => a + b, 0), ...wanted });
    line({ status: 'success' });
    response.end();
  }
}
