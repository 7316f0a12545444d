import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Project } from '../../packages/core/compose/index.ts';
import type { StackModel } from '../../packages/core/stack/model.ts';
import { composeCli, type Engine } from '../lab/lab.ts';
import type { Case } from './cases.ts';

/** Given to compose and to our payload for `secrets.env-secret`. */
export const environment = { PAYLOAD_SECRET: 'a value' };

/** A folder with one compose file of the given services, and what their keys refer to. */
export interface ComposeProject {
  folder: string;
  file: string;
  remove(): Promise<void>;
}

export async function writeProject(cases: Record<string, Case>): Promise<ComposeProject> {
  const folder = await mkdtemp(join(tmpdir(), 'sutazai-t-payload-'));
  await mkdir(join(folder, 'folder'));
  await writeFile(join(folder, 'one.env'), 'FROM_FILE=yes\nA=overridden\n');
  await writeFile(join(folder, 'secret.txt'), 'secret');
  await writeFile(join(folder, 'config.txt'), 'config');
  await writeFile(join(folder, 'seccomp.json'), JSON.stringify({ defaultAction: 'SCMP_ACT_ALLOW' }, null, 2));
  const file = join(folder, 'compose.yaml');
  // YAML takes JSON as it is.
  await writeFile(file, JSON.stringify(document(cases)));
  return { folder, file, remove: () => rm(folder, { recursive: true, force: true }) };
}

function document(cases: Record<string, Case>) {
  return {
    services: Object.fromEntries(Object.entries(cases).map(([name, c]) => [name, c.service])),
    networks: {
      front: { ipam: { config: [{ subnet: '172.29.117.0/24' }] }, labels: { tier: 'front' } },
      back: { internal: true, driver: 'bridge', driver_opts: { 'com.docker.network.bridge.enable_icc': 'true' } },
    },
    volumes: {
      data: null,
      data2: { labels: { kept: 'yes' } },
      data3: { driver: 'local' },
      'named-elsewhere': { name: 'sutazai-t-payload-shared' },
    },
    secrets: { 'file-secret': { file: './secret.txt' }, 'env-secret': { environment: 'PAYLOAD_SECRET' } },
    configs: { 'file-config': { file: './config.txt' }, 'text-config': { content: 'text = $${NOT_A_VARIABLE}\n' } },
  };
}

/** The model as compose itself resolves it: `config --format json`, with its `$$` taken back. */
export async function resolve(on: Engine, { folder, file }: ComposeProject, project: string): Promise<StackModel> {
  const args = ['-f', file, '-p', project, 'config', '--format', 'json'];
  const { code, stdout, stderr } = await composeCli(on, args, { cwd: folder, env: environment });
  if (code !== 0) throw new Error(`compose config: ${stderr}`);
  const resolved = JSON.parse(stdout.replaceAll('$$', () => '$')) as Project;
  return {
    project: resolved,
    disabled: {},
    external: {},
    workingDir: folder,
    files: [file],
    envFiles: [],
    profiles: [],
    warnings: [],
    spareSecrets: {},
    variables: {},
  };
}

/** Runs compose on the project; throws its words if it fails. */
export async function compose(on: Engine, { folder, file }: ComposeProject, project: string, args: string[]) {
  const result = await composeCli(on, ['-f', file, '-p', project, ...args], { cwd: folder, env: environment });
  // A known fault of these engines (facts 4.5; moby#43286): after a container that ended at once, a network may keep an
  // endpoint that belongs to nobody, until the engine is restarted. It says nothing about what is tested here.
  if (args[0] === 'down' && /has active endpoints/.test(result.stderr)) return;
  if (result.code !== 0) throw new Error(`compose ${args.join(' ')}: ${lastLines(result.stderr)}`);
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-3).join('\n');
}
