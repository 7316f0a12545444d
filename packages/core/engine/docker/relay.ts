import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { Duplex } from 'node:stream';

/** What every answer of an engine begins with; anything else that a relay says first is a complaint. */
const greeting = Buffer.from('HTTP/');
/** Bytes of a complaint that are kept. */
const most = 2000;
/** Milliseconds for a complaint to end by itself: `wsl.exe` does, a talkative login shell does not. */
const patience = 500;

/**
 * One relay process as a socket; the process ends with the connection. Why it failed stands in its exit code and its
 * complaints, which come after its output has ended: the end is therefore passed on only when the process has gone.
 */
export class RelayConnection extends Duplex {
  private readonly child: ChildProcessWithoutNullStreams;
  private complaint = Buffer.alloc(0);
  /** The first bytes, until it is clear that an engine speaks. */
  private opening: Buffer | undefined = Buffer.alloc(0);
  private impatient: NodeJS.Timeout | undefined;

  constructor(
    private readonly command: string,
    args: string[],
  ) {
    super();
    // WSL_UTF8: else wsl.exe complains in UTF-16 (older ones do in any case).
    const env = { ...process.env, WSL_UTF8: '1' };
    this.child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true, env });
    this.child.stdout.on('data', (data: Buffer) => this.hear(data));
    this.child.stderr.on('data', (data: Buffer) => this.complain(data));
    this.child.on('error', (error: NodeJS.ErrnoException) => this.fail(`${command}: ${error.message}`, error.code));
    this.child.on('close', (code, signal) => this.ended(code, signal));
    // A relay that dies while we write tells through its exit code; the pipe's own EPIPE would only hide it.
    this.child.stdin.on('error', () => undefined);
  }

  override _read(): void {
    this.child.stdout.resume();
  }

  override _write(data: Buffer, _: string, done: (error?: Error | null) => void): void {
    this.child.stdin.write(data, () => done());
  }

  override _final(done: () => void): void {
    this.child.stdin.end(() => done());
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    clearTimeout(this.impatient);
    // The docker client takes a SIGTERM for a polite question and stays; the end of its streams ends it.
    for (const stream of this.child.stdio) stream?.destroy();
    this.child.kill();
    done(error);
  }

  // What http.Agent calls on a socket and a plain duplex does not have.
  setKeepAlive = (): this => this;
  setNoDelay = (): this => this;
  setTimeout = (): this => this;
  ref = (): this => this;
  unref = (): this => this;

  private hear(data: Buffer): void {
    if (this.opening === undefined) {
      if (!this.push(data)) this.child.stdout.pause();
      return;
    }
    this.opening = Buffer.concat([this.opening, data]);
    const known = this.opening.subarray(0, greeting.length);
    if (!greeting.subarray(0, known.length).equals(known)) {
      this.complain(data);
      this.impatient ??= setTimeout(() => this.fail(this.words()), patience);
    } else if (known.length === greeting.length) {
      const first = this.opening;
      this.opening = undefined;
      this.hear(first);
    }
  }

  private complain(data: Buffer): void {
    this.complaint = Buffer.concat([this.complaint, data]).subarray(-most);
  }

  private ended(code: number | null, signal: NodeJS.Signals | null): void {
    if (this.destroyed) return;
    if (code === 0 && this.opening === undefined) {
      this.push(null);
      return;
    }
    const how = signal ? `was ended by ${signal}` : `ended with exit code ${code}`;
    this.fail(this.words() || `${this.command} ${how}`);
  }

  private words(): string {
    const bytes = this.complaint;
    return (bytes.includes(0) ? bytes.toString('utf16le') : bytes.toString('utf8')).trim();
  }

  private fail(message: string, code = 'ERELAY'): void {
    this.destroy(Object.assign(new Error(message), { code }));
  }
}
