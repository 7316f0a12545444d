// What the registry knows, kept in one file: written beside and renamed, so that a kill leaves the old or the new one.
import { createHash, randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';

const anonymous = '00000000-0000-0000-0000-000000000002';

export class State {
  index = 1;
  #newest = {};
  kv = new Map();
  services = new Map();
  policies = new Map();
  tokens = new Map();
  #changes = new EventEmitter().setMaxListeners(0);

  constructor(file) {
    this.file = file;
  }

  /** The management token counts only at the first start: later it is in the file. */
  load(management) {
    if (existsSync(this.file)) {
      const kept = JSON.parse(readFileSync(this.file, 'utf8'));
      this.index = kept.index;
      this.#newest = kept.newest;
      for (const name of ['kv', 'services', 'policies', 'tokens']) this[name] = new Map(kept[name]);
      return;
    }
    if (management) this.tokens.set(management, token(management, randomUUID(), 'Initial Management Token', true));
    this.tokens.set('anonymous', token('anonymous', anonymous, 'Anonymous Token', false));
    this.save('tokens');
  }

  /** After every change: one count for all, as Consul's Raft has it; those who wait are told. */
  save(table) {
    this.index += 1;
    this.#newest[table] = this.index;
    const text = JSON.stringify({
      index: this.index,
      newest: this.#newest,
      ...Object.fromEntries(['kv', 'services', 'policies', 'tokens'].map((n) => [n, [...this[n]]])),
    });
    const beside = `${this.file}.new`;
    const handle = openSync(beside, 'w', 0o600);
    writeSync(handle, text);
    fsyncSync(handle);
    closeSync(handle);
    renameSync(beside, this.file);
    this.#changes.emit('change');
  }

  /** Never 0: that would mean "do not wait". */
  indexOf(table) {
    return this.#newest[table] ?? 1;
  }

  /** Resolves at the next change, after `wait` milliseconds, or when the caller has gone. */
  changed(wait, gone) {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#changes.off('change', done);
        gone.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, wait);
      this.#changes.once('change', done);
      gone.addEventListener('abort', done);
    });
  }

  tokenByAccessor(accessor) {
    return [...this.tokens.values()].find((t) => t.AccessorID === accessor);
  }
}

const token = (SecretID, AccessorID, Description, management) => ({
  AccessorID,
  SecretID,
  Description,
  Policies: management ? [{ ID: '00000000-0000-0000-0000-000000000001', Name: 'global-management' }] : [],
});

export const contentHash = (value) => createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
