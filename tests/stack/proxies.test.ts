import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { engine20, engine28, labAvailable } from '../lab/lab.ts';
import { busybox, endOf, idsOf, ofType, TestProject, words } from './project.ts';

const files = {
  'compose.yaml': `
services:
  plain: {image: ${busybox}, command: [sleep, "1000"], stop_grace_period: 0s}
  own:
    image: ${busybox}
    command: [sleep, "1000"]
    stop_grace_period: 0s
    environment: {HTTP_PROXY: mine, NO_PROXY: ""}
  built:
    build: {context: ., args: {FTP_PROXY: mine}}
    stop_grace_period: 0s
`,
  // Proxies are no part of what BuildKit's cache knows a step by.
  Dockerfile: `FROM ${busybox}\nRUN : ${randomUUID()}; env | grep -i _proxy | sort > /at-build\nCMD ["sleep", "1000"]\n`,
};
const all = { httpProxy: 'http://a:1', httpsProxy: 'http://b:2', noProxy: 'x,y', ftpProxy: 'http://f:3' };
const config = (proxies: unknown) => ({ '.docker/config.json': JSON.stringify({ proxies }) });

describe.skipIf(!labAvailable().ok).each([
  ['28', engine28],
  ['20.10', engine20],
] as const)("the CLI's proxies on engine %s", (_, engine) => {
  let project: TestProject;
  afterEach(async () => {
    await project.compose('down', '--rmi', 'local', '-t', '0');
    await project.cleanup();
  });
  const env = async (service: string, script = 'env | grep -i _proxy | sort') =>
    (await project.compose('exec', '-T', service, 'sh', '-c', script)).stdout.trim().split('\n');

  it('reach containers and builds as with docker compose, and are no reason to make a container anew', async () => {
    project = new TestProject({ ...files, ...config({ default: all }) }, engine());
    const events = await project.up();
    expect(endOf(events), words(events)).toMatchObject({ outcome: 'done' });
    const ours = [await env('plain'), await env('own'), await env('built', 'cat /at-build')];
    expect(ours[0]).toContain('https_proxy=http://b:2');
    expect(ours[1]).toContain('HTTP_PROXY=mine');
    expect(ours[1]).toContain('http_proxy=http://a:1');
    expect(ours[1]).toContain('NO_PROXY=');
    expect(ours[2]).toContain('FTP_PROXY=mine');
    expect(ours[2]).toContain('NO_PROXY=x,y');

    const before = await idsOf(await project.stack());
    project.write(config({ default: { httpProxy: 'http://other:1' } }));
    const again = await project.up();
    expect(ofType(again, 'plan')[0]?.plan.upToDate).toBe(true);
    expect(await idsOf(await project.stack())).toEqual(before);
  });

  it('of this engine count in the place of the default ones', async () => {
    const proxies = { default: all, [engine().dockerHost]: { httpProxy: 'http://here:1' } };
    project = new TestProject({ ...files, ...config(proxies) }, engine());
    await project.up({ selection: { services: ['plain'] } });
    expect(await env('plain')).toEqual(['HTTP_PROXY=http://here:1', 'http_proxy=http://here:1']);
  });

  it('that docker compose gave a container do not keep it from being adopted', async () => {
    project = new TestProject({ ...files, ...config({ default: all }) }, engine());
    const docker = { DOCKER_CONFIG: `${project.dir}/.docker` };
    const made = await project.composeWith(docker, 'up', '-d', 'plain', 'own');
    expect(made.code, made.stderr).toBe(0);
    const theirs = [await env('plain'), await env('own')];
    const selection = { services: ['plain', 'own'] };
    expect(ofType(await project.up({ selection }), 'plan')[0]?.plan.upToDate).toBe(true);
    project.write(config({}));
    expect(ofType(await project.up({ selection }), 'plan')[0]?.plan.upToDate).toBe(true);
    project.write(config({ default: all }));
    await project.up({ selection, forceRecreate: true });
    expect([await env('plain'), await env('own')]).toEqual(theirs);
  });
});
