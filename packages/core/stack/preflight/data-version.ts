import { diagnose } from '../../diagnose/index.ts';
import { type CheckInput, imageName } from './input.ts';
import type { PreflightFinding } from './types.ts';

/** `x-sutazai: {data_version: {volume: db-data, file: PG_VERSION, is: "16"}}`: what a file in the volume must hold. */
interface DataVersion {
  volume: string;
  file: string;
  is: string;
}

/**
 * Data of another major version, which the server would refuse, or worse convert. The file is read through a container that is
 * made with the volume and never started; without any image at hand there is nothing to make it of, and nothing is said.
 */
export async function checkDataVersions(input: CheckInput): Promise<PreflightFinding[]> {
  const found = await Promise.all(
    Object.entries(input.model.project.services).map(async ([service, s]) => {
      const rule = ruleOf(s['x-sutazai']);
      return rule ? check(input, service, rule) : [];
    }),
  );
  return found.flat();
}

async function check(input: CheckInput, service: string, rule: DataVersion): Promise<PreflightFinding[]> {
  const { engine, model } = input;
  const name = model.project.volumes?.[rule.volume]?.name ?? `${model.project.name}_${rule.volume}`;
  if (!(await engine.inspectVolume(name))) return [];
  const own = imageName(model, service);
  const image = input.imageOf(own)
    ? own
    : Object.keys(model.project.services)
        .map((s) => imageName(model, s))
        .find(input.imageOf);
  const held = image === undefined ? undefined : await read(input, image, name, rule.file).catch(() => undefined);
  if (held === undefined || held === rule.is) return [];
  const facts = { service, found: held.slice(0, 40), wanted: rule.is, volume: rule.volume, name };
  return [{ check: 'data', level: 'error', diagnosis: diagnose('DATA_VERSION', facts) }];
}

/** Makes the name unique among the readers of one process. */
let counter = 0;

async function read(input: CheckInput, image: string, volume: string, file: string): Promise<string | undefined> {
  const { engine, signal } = input;
  counter += 1;
  // No compose labels: it is nobody's service and must not show up as one.
  const spec = {
    Image: image,
    Entrypoint: ['true'],
    Cmd: [],
    Labels: { 'ai.sutazai.data-version': '1' },
    HostConfig: { NetworkMode: 'none', Binds: [`${volume}:/data-version:ro`] },
  };
  const cancel = signal ? { signal } : {};
  const id = await engine.createContainer(`sutazai-data-version-${process.pid}-${counter}`, spec, cancel);
  try {
    const tar = await engine.getArchive(id, `/data-version/${file}`, signal);
    return tar && firstFile(tar).trim();
  } finally {
    await engine.removeContainer(id, { force: true, volumes: true }).catch(() => undefined);
  }
}

/** Text of the first member; the format's fixed places (POSIX ustar: size in octal at byte 124, content from 512 on). */
function firstFile(tar: Uint8Array): string {
  const bytes = Buffer.from(tar);
  const size = Number.parseInt(bytes.toString('ascii', 124, 136).replaceAll('\0', '').trim(), 8);
  return bytes.toString('utf8', 512, 512 + (Number.isFinite(size) ? size : 0));
}

function ruleOf(block: unknown): DataVersion | undefined {
  const rule = (block as { data_version?: Partial<DataVersion> } | undefined)?.data_version;
  return typeof rule?.volume === 'string' && typeof rule.file === 'string' && rule.is !== undefined
    ? { volume: rule.volume, file: rule.file, is: String(rule.is) }
    : undefined;
}
