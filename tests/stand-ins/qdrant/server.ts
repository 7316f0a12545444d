// The product's own service `qdrant`, from its compose file, with only the image swapped for the stand-in.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { QdrantClient } from '@qdrant/js-client-rest';
import { type CommandResult, composeCli, dockerCli, engine28 } from '../../lab/lab.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const engine = engine28();

export class QdrantServer {
  readonly key = randomBytes(18).toString('hex');
  readonly readOnlyKey = randomBytes(18).toString('hex');
  readonly image: string;
  private readonly name = `sutazai-qdrant-${process.pid}-${Date.now() % 100_000}`;
  private readonly state = mkdtempSync(join(tmpdir(), 'sutazai-qdrant-'));
  private readonly override = join(this.state, 'image.yaml');
  /** Where the host has 6333 and 6334; from the engine, as each start may publish anew. */
  private ports: Record<number, number> = {};

  constructor(environment: Record<string, string> = {}) {
    const build = here('../../images/build.sh');
    execFileSync('bash', [build, 'qdrant'], { stdio: ['ignore', 'ignore', 'inherit'] });
    this.image = (JSON.parse(execFileSync('bash', [build, '--map'], { encoding: 'utf8' })) as Record<string, string>)[
      'qdrant/qdrant'
    ] as string;
    // As the product makes them: readable inside for the image's user, in a folder that is closed outside.
    mkdirSync(join(this.state, 'secrets'), { mode: 0o711 });
    const config = `service:\n  api_key: ${this.key}\n  read_only_api_key: ${this.readOnlyKey}\n`;
    for (const [file, text] of [
      ['qdrant_api_key', this.key],
      ['qdrant_read_only_key', this.readOnlyKey],
      ['qdrant.yaml', config],
    ] as const) {
      writeFileSync(join(this.state, 'secrets', file), text);
      chmodSync(join(this.state, 'secrets', file), 0o644);
    }
    chmodSync(this.state, 0o711);
    writeFileSync(
      this.override,
      JSON.stringify({ services: { qdrant: { image: this.image, pull_policy: 'never', environment } } }),
    );
  }

  compose(...args: string[]): Promise<CommandResult> {
    const files = ['-f', here('../../../resources/compose/compose.yaml'), '-f', this.override];
    const env = { SUTAZAI_STATE_DIR: this.state, SUTAZAI_QDRANT_PORT: '0', SUTAZAI_QDRANT_GRPC_PORT: '0' };
    return composeCli(engine, ['-p', this.name, ...files, ...args], { env });
  }

  docker(...args: string[]): Promise<CommandResult> {
    return dockerCli(engine, args);
  }

  get container(): string {
    return `${this.name}-qdrant-1`;
  }

  /** Until its own health check in the product's file says so. */
  async start(): Promise<void> {
    const { code, stderr } = await this.compose('up', '-d', '--wait', 'qdrant');
    if (code !== 0) throw new Error(`${stderr}\n${(await this.compose('logs', 'qdrant')).stdout}`);
    await this.findPorts();
  }

  async findPorts(): Promise<void> {
    for (const inside of [6333, 6334]) {
      const { stdout } = await this.compose('port', 'qdrant', String(inside));
      this.ports[inside] = Number(stdout.trim().split(':').at(-1));
    }
  }

  port(inside: 6333 | 6334): number {
    return this.ports[inside] as number;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port(6333)}`;
  }

  client(apiKey = this.key): QdrantClient {
    return new QdrantClient({ url: this.url, apiKey, checkCompatibility: false });
  }

  request(path: string, init: RequestInit = {}, key: string | undefined = this.key): Promise<Response> {
    return fetch(`${this.url}${path}`, { ...init, headers: { ...(key ? { 'api-key': key } : {}), ...init.headers } });
  }

  async remove(): Promise<void> {
    await this.compose('down', '-v', '-t', '1');
    rmSync(this.state, { recursive: true, force: true });
  }
}
