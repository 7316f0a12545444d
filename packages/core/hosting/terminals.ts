import { randomUUID } from 'node:crypto';
import { failure } from '../diagnose/index.ts';
import type { Engine, ExecSession } from '../engine/index.ts';
import type { CurrentStack } from './current-stack.ts';

export type TerminalEvent =
  | { type: 'opened'; session: string; container: string }
  | { type: 'output'; data: string }
  | { type: 'closed'; exitCode: number };

export interface TerminalRequest {
  service: string;
  columns: number;
  rows: number;
  command?: string[] | undefined;
}

/** bash where the image has it, else the shell that every image with a shell has. */
const shell = ['sh', '-c', 'if command -v bash >/dev/null 2>&1; then exec bash; else exec sh; fi'];

/** By which a terminal's processes are found again: their environment is all that an engine lets us mark. */
const variable = 'SUTAZAI_TERMINAL';

/** Terminals in containers. Each belongs to the stream that opened it, and ends with it. */
export class Terminals {
  private readonly sessions = new Map<string, ExecSession>();

  constructor(private readonly stack: CurrentStack) {}

  /** @throws SutazaiError NOT_RUNNING, COMPOSE_UNKNOWN_SERVICE, or what the engine says. */
  async *open(request: TerminalRequest, signal: AbortSignal): AsyncIterable<TerminalEvent> {
    const lease = await this.stack.lease();
    const id = randomUUID();
    const { engine } = lease.stack;
    let over = false;
    let container = '';
    try {
      const status = await lease.stack.status({ signal });
      const running = status.services.find((s) => s.service === request.service)?.containers;
      const first = running?.find((c) => c.state === 'running');
      container = first?.id ?? '';
      const session = await lease.stack.exec(request.service, {
        cmd: request.command ?? shell,
        // Not COLUMNS and LINES: some programs would believe them after a resize, too.
        env: [`${variable}=${id}`, 'TERM=xterm-256color'],
        tty: true,
        stdin: true,
        signal,
      });
      this.sessions.set(id, session);
      await session.resize(request.columns, request.rows).catch(() => undefined);
      yield { type: 'opened', session: id, container: first?.name ?? '' };
      for await (const { data } of session.output) {
        yield { type: 'output', data: Buffer.from(data).toString('base64') };
      }
      over = true;
      yield { type: 'closed', exitCode: await session.exitCode() };
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      this.sessions.delete(id);
      // An engine leaves the command running when its terminal goes away (facts 3.7).
      if (!over && container) await hangUp(engine, container, id);
      lease.release();
    }
  }

  input(session: string, data: string): void {
    this.session(session).write(data);
  }

  async resize(session: string, columns: number, rows: number): Promise<void> {
    await this.session(session).resize(columns, rows);
  }

  private session(id: string): ExecSession {
    const found = this.sessions.get(id);
    if (!found) throw failure('TERMINAL_GONE');
    return found;
  }
}

/** Tells everything that was begun in the terminal that its line is gone, as a closed window does. */
async function hangUp(engine: Engine, container: string, id: string): Promise<void> {
  const script = `for f in /proc/[0-9]*/environ; do if grep -q '${variable}=${id}' "$f" 2>/dev/null; then p=\${f#/proc/}; kill -HUP "\${p%/environ}" 2>/dev/null; fi; done; true`;
  try {
    const killer = await engine.exec(container, { cmd: ['sh', '-c', script], signal: AbortSignal.timeout(5000) });
    for await (const _ of killer.output);
  } catch {
    // The container is gone, and its processes with it; or it has no shell, and then had no terminal.
  }
}
