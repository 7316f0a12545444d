import { afterEach, describe, expect, it } from 'vitest';
import { dockerCli, engine28small, labAvailable, labCommand, type SlowProxy, startSlowProxy } from '../lab/lab.ts';
import { endOf, failureCodes, ofType, TestProject, words } from './project.ts';

const available = labAvailable();
const MB = 1024 * 1024;

describe.skipIf(!available.ok)('pull', () => {
  let project: TestProject;
  let proxy: SlowProxy;
  const images = new Set<string>();
  afterEach(async () => {
    await project.cleanup();
    for (const image of images) await dockerCli(project.engine, ['rmi', '-f', image]);
    images.clear();
    await proxy.close();
  });

  function pulls(...repos: string[]): TestProject {
    const services = repos.map((repo, i) => {
      const image = `${proxy.address}/${repo}`;
      images.add(image);
      return `  s${i}: {image: "${image}", command: [sleep, "1000"], stop_grace_period: 0s}`;
    });
    return new TestProject(`services:\n${services.join('\n')}\n`);
  }

  it('tells bytes per image and one total that never falls', async () => {
    proxy = await startSlowProxy({ bytesPerSecond: 8 * MB });
    project = pulls('demo/small:1', 'demo/large:1');
    const events = await project.up();
    expect(endOf(events), words(events)).toMatchObject({ outcome: 'done' });
    const large = ofType(events, 'pull').filter((p) => p.image.includes('large'));
    expect(large.length).toBeGreaterThan(3);
    const bytes = large.map((p) => p.downloadedBytes);
    expect(bytes).toEqual([...bytes].sort((a, b) => a - b));
    expect(large.at(-1)).toMatchObject({ state: 'done' });
    expect(large.at(-1)?.totalBytes).toBeGreaterThan(48 * MB);
    const fractions = ofType(events, 'progress').map((p) => p.fraction);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    // No barrier: the small image's service runs before the large image is there.
    const at = (service: string) =>
      events.findIndex((e) => e.type === 'service' && e.service === service && e.state === 'started');
    const largeDone = events.findIndex((e) => e.type === 'pull' && e.image.includes('large') && e.state === 'done');
    expect(at('s0')).toBeLessThan(largeDone);
  });

  it('has no wall-clock limit, but ends a pull in which nothing moves', async () => {
    proxy = await startSlowProxy({ stallAfterBytes: 2 * MB });
    project = pulls('demo/large:1');
    const begun = Date.now();
    const events = await project.up({ pullStallTimeout: 2000 });
    expect(failureCodes(events), words(events)).toEqual(['PULL_NO_PROGRESS']);
    expect(Date.now() - begun).toBeLessThan(15_000);
  });

  it('is cancelled within a second, and a second up goes on where it was', async () => {
    proxy = await startSlowProxy({ bytesPerSecond: 8 * MB });
    project = pulls('demo/large:1');
    const stack = await project.stack();
    const abort = new AbortController();
    let asked = 0;
    for await (const event of stack.up({ signal: abort.signal })) {
      if (!asked && event.type === 'pull' && event.downloadedBytes > 26 * MB) {
        asked = performance.now();
        abort.abort();
      }
    }
    expect(performance.now() - asked).toBeLessThan(1000);
    const before = proxy.stats.bytes;
    proxy.set({ bytesPerSecond: undefined });
    const events = await project.up();
    expect(endOf(events), words(events)).toMatchObject({ outcome: 'done' });
    // Layers that were complete are kept by the engine; how much it keeps of a half one is its own affair.
    expect(proxy.stats.bytes - before).toBeLessThan(50 * MB);
  });

  it.each([
    [404, 'PULL_NOT_FOUND'],
    [403, 'PULL_DENIED'],
    [429, 'PULL_RATE_LIMITED'],
  ] as const)('a registry that answers %i is told as %s', async (manifestStatus, code) => {
    proxy = await startSlowProxy({ manifestStatus });
    project = pulls('demo/small:1');
    const events = await project.up();
    expect(failureCodes(events), words(events)).toEqual([code]);
    expect(endOf(events)).toMatchObject({ outcome: 'failed', exitCode: 1 });
    proxy.set({ manifestStatus: undefined });
    expect(endOf(await project.up())).toMatchObject({ outcome: 'done' });
  });

  it('a registry that is not there', async () => {
    proxy = await startSlowProxy();
    project = pulls('demo/small:1');
    await proxy.close();
    const events = await project.up();
    expect(failureCodes(events), words(events)).toEqual(['PULL_REGISTRY_UNREACHABLE']);
    proxy = await startSlowProxy();
  });

  it('a full disk is told as one; with room, the same up converges', async () => {
    await labCommand(['up', '28small']);
    await labCommand(['images', '28small']);
    proxy = await startSlowProxy({ engine: engine28small() });
    const image = `${proxy.address}/demo/big:1`;
    project = new TestProject(
      `services: {s: {image: "${image}", command: [sleep, "1000"], stop_grace_period: 0s}}`,
      engine28small(),
    );
    const events = await project.up({ skipPreflight: true });
    expect(failureCodes(events), words(events)).toEqual(['DISK_FULL']);
    project.write({
      'compose.yaml': `services: {s: {image: "${proxy.address}/demo/small:1", command: [sleep, "1000"], stop_grace_period: 0s}}`,
    });
    // Preflight keeps half a gigabyte free, which this disk of 96 MB never has.
    const after = await project.up({ skipPreflight: true });
    expect(endOf(after), words(after)).toMatchObject({ outcome: 'done' });
  });
});
