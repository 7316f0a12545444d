// The override that puts locally built images with real servers (tests/images) in the place of those that users pull.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Project, Service } from '@sutazai/core/compose';

const build = fileURLToPath(new URL('../images/build.sh', import.meta.url));

/** Builds, or loads from the cache, what is missing in the engine: the fast ones, or all. */
export function buildImages(which: 'fast' | 'all'): void {
  execFileSync('bash', [build, ...(which === 'all' ? ['--all'] : [])], { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Tag of ours by repository of the official image, as far as a recipe of that speed exists. */
export function imageMap(which: 'fast' | 'all'): Record<string, string> {
  const map = JSON.parse(execFileSync('bash', [build, '--map'], { encoding: 'utf8' })) as Record<string, string>;
  const speeds = which === 'all' ? ['fast', 'slow'] : ['fast'];
  const wanted = new Set(
    execFileSync('bash', [build, '--list'], { encoding: 'utf8' })
      .split('\n')
      .map((line) => line.split(/\s+/))
      .flatMap(([, tag, speed]) => (tag && speeds.includes(speed ?? '') ? [tag] : [])),
  );
  return Object.fromEntries(Object.entries(map).filter(([, tag]) => wanted.has(tag)));
}

/** Where a test image carries another major version than the product's. */
const testVersions: Record<string, object> = {
  postgres: { 'x-sutazai': { data_version: { is: '17' } } },
};

/** `left out`: services without an image here, and those that cannot start without one of them. */
export interface Override {
  file: { services: Record<string, object> };
  leftOut: string[];
}

export function override(project: Pick<Project, 'services'>, pulled: Readonly<Record<string, string>>): Override {
  const leftOut = new Set<string>();
  const own = ownImages(project);
  const images = { ...pulled, ...own };
  for (const [name, s] of Object.entries(project.services))
    if (s.image && !images[repository(s.image)]) leftOut.add(name);
  for (let before = -1; before !== leftOut.size; ) {
    before = leftOut.size;
    for (const [name, s] of Object.entries(project.services)) if (requires(s, leftOut)) leftOut.add(name);
  }
  const services = Object.entries(project.services).map(([name, s]): [string, object] => [
    name,
    leftOut.has(name)
      ? { profiles: ['not-here'] }
      : s.build
        ? {
            image: images[repository(s.image ?? '')],
            build: { args: { NODE_IMAGE: pulled.node, PYTHON_IMAGE: pulled.python } },
          }
        : {
            image: images[repository(s.image ?? '')],
            ...(own[repository(s.image ?? '')] ? {} : { pull_policy: 'never' }),
            ...testVersions[name],
          },
  ]);
  return { file: { services: Object.fromEntries(services) }, leftOut: [...leftOut].sort() };
}

/** Images that the product builds itself, by a tag that follows their content: a changed bundle is built anew. */
function ownImages(project: Pick<Project, 'services'>): Record<string, string> {
  const built = Object.values(project.services).flatMap((s): [string, string][] => {
    const context = s.build?.context;
    if (!s.image || !context) return [];
    const hash = createHash('sha256');
    const files = readdirSync(context, { recursive: true, encoding: 'utf8' }).filter((f) =>
      /^(dist[\\/]|Dockerfile$)/.test(f),
    );
    for (const file of files.sort()) {
      const path = join(context, file);
      if (statSync(path).isFile()) hash.update(file).update(readFileSync(path));
    }
    const name = repository(s.image);
    return [[name, `sutazai-test/own-${name.split('/').at(-1)}:${hash.digest('hex').slice(0, 16)}`]];
  });
  return Object.fromEntries(built);
}

function requires(service: Service, absent: ReadonlySet<string>): boolean {
  return Object.entries(service.depends_on ?? {}).some(([on, d]) => absent.has(on) && d.required !== false);
}

/** `grafana/loki:3.7.6@sha256:…` → `grafana/loki`; the host of a registry is left out too. */
export function repository(image: string): string {
  const bare = image.replace(/@.*$/, '').replace(/:[^:/]*$/, '');
  const [first = '', ...rest] = bare.split('/');
  return rest.length > 0 && /[.:]/.test(first) ? rest.join('/') : bare;
}
