// What goes wrong around a stack, and how the pages tell it and go on.
import { createServer, type Server } from 'node:net';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { browserAvailable } from '../browser/chromium.ts';
import { dockerCli, engine28small, labAvailable, labCommand } from '../lab/lab.ts';
import { busybox } from '../stack/project.ts';
import { portOf, smallServices, smallStack } from './files.ts';
import { FirstRunPage } from './pages/first-run.ts';
import { StackPage } from './pages/stack.ts';
import { closeBrowser, World } from './world.ts';

const ready = labAvailable().ok && browserAvailable();
const base = 24_000;

async function listenOn(port: number): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return server;
}

describe.skipIf(!ready)('a person and trouble', () => {
  let world: World | undefined;
  let server: Server | undefined;
  afterEach(async () => {
    server?.close();
    server = undefined;
    await world?.close();
    world = undefined;
  });
  afterAll(closeBrowser);

  it('a port conflict is named before the start and solved by one press', async () => {
    const port = portOf(base);
    server = await listenOn(port);
    world = await World.open(smallStack(port));
    const page = await world.tab();
    const first = new FirstRunPage(page);
    await first.checked();
    await page.getByText('1 thing to solve').waitFor();
    const row = first.port(port);
    expect(await row.textContent()).toMatch(/taken by/);
    const button = row.getByRole('button', { name: /^Use \d+ instead$/ });
    const offered = Number(/\d+/.exec((await button.textContent()) ?? '')?.[0]);
    await button.click();
    await page.getByText('Ready to start').waitFor();
    await first.startButton.click();
    const stack = new StackPage(page);
    await stack.allHealthy(smallServices);
    expect(await stack.row('db').textContent()).toContain(String(offered));
    expect(await stack.row('db').textContent()).toContain('moved');
    const published = await dockerCli(world.project.engine, ['port', `${world.project.name}-db-1`, '80']);
    expect(published.stdout.trim()).toBe(`127.0.0.1:${offered}`);
  });

  it('a reload in the middle of a start loses nothing: the bar goes on from where it was', async () => {
    world = await World.open(`
services:
  slow:
    image: ${busybox}
    command: [sh, -c, "sleep 6; touch /ready; sleep 100000"]
    stop_grace_period: 0s
    healthcheck: {test: "test -e /ready", interval: 500ms, retries: 100}
    x-sutazai: {tier: core, title: Slow one}
  after:
    image: ${busybox}
    command: [sleep, "100000"]
    stop_grace_period: 0s
    depends_on: {slow: {condition: service_healthy}}
    x-sutazai: {tier: platform, title: The next}
`);
    const page = await world.tab();
    const first = new FirstRunPage(page);
    const stack = new StackPage(page);
    await first.checked();
    await first.startButton.click();
    await page.getByText('Waiting for 1 service to answer').waitFor();
    const before = await stack.percent();
    await page.reload();
    await page.getByText('Waiting for 1 service to answer').waitFor();
    const after = await stack.percent();
    expect(after).toBeGreaterThanOrEqual(before ?? 0);
    // A second window sees the same operation.
    const other = new StackPage(await world.tab());
    await other.page.getByRole('progressbar').waitFor();
    await stack.allHealthy(['slow', 'after']);
    await other.allHealthy(['slow', 'after']);
  });

  it('a start that fails says why, keeps what runs, and goes through once it is mended', async () => {
    const yaml = (test: string) => `
services:
  good: {image: ${busybox}, command: [sleep, "100000"], stop_grace_period: 0s, x-sutazai: {tier: core, title: Good one}}
  sick:
    image: ${busybox}
    command: [sleep, "100000"]
    stop_grace_period: 0s
    healthcheck: {test: "${test}", interval: 300ms, retries: 2}
    x-sutazai: {tier: core, title: Sick one}
`;
    world = await World.open(yaml('echo the disk is on fire; exit 3'));
    const page = await world.tab();
    const first = new FirstRunPage(page);
    await first.checked();
    await first.startButton.click();
    await page.getByText('The start did not get through.').first().waitFor();
    await page.getByText('the disk is on fire').first().waitFor();
    world.project.write({ 'compose.yaml': yaml('exit 0') });
    await page.getByRole('button', { name: 'Try again' }).click();
    const stack = new StackPage(page);
    await stack.allHealthy(['good', 'sick']);
  });

  it('a cancelled start ends cleanly', async () => {
    world = await World.open(`
services:
  never:
    image: ${busybox}
    command: [sleep, "100000"]
    stop_grace_period: 0s
    healthcheck: {test: "exit 1", interval: 500ms, retries: 1000, start_period: 600s}
    x-sutazai: {tier: core, title: Never}
`);
    const page = await world.tab();
    const first = new FirstRunPage(page);
    await first.checked();
    await first.startButton.click();
    await page.getByText('Waiting for 1 service to answer').waitFor();
    await page.getByRole('button', { name: 'Cancel start' }).click();
    await page.getByRole('button', { name: 'Stop stack' }).waitFor({ timeout: 15_000 });
    expect(await page.getByRole('progressbar').count()).toBe(0);
  });

  it('the host goes away and comes back: the page says so and goes on by itself', async () => {
    world = await World.open(smallStack(portOf(base, 1)));
    const page = await world.tab();
    await new FirstRunPage(page).checked();
    await world.withoutHost(async () => {
      await page.getByText("The app's host does not answer.").waitFor();
    });
    await page.getByText("The app's host does not answer.").waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Check again' }).click();
    await new FirstRunPage(page).checked();
  });

  it('a wrong key is refused in words', async () => {
    world = await World.open(smallStack(portOf(base, 2)));
    const page = await world.tab();
    await new FirstRunPage(page).shown();
    const stranger = await page.context().browser()?.newContext();
    const other = await stranger?.newPage();
    if (!stranger || !other) throw new Error('no second browser profile');
    await other.goto(`${world.served.web.origin}/#token=wrong`);
    await other.getByText('This link is not valid any more.').waitFor();
    await other.goto(world.served.web.link);
    await other.reload();
    await new FirstRunPage(other).shown();
    await stranger.close();
  });
});

describe.skipIf(!ready)('a person and an engine that goes away', () => {
  let world: World | undefined;
  afterAll(async () => {
    await labCommand(['start-engine', '28small']).catch(() => undefined);
    await world?.close();
    await closeBrowser();
  });

  it('the daemon stops and comes back; the page tells both and needs no reload', async () => {
    await labCommand(['up', '28small']);
    await labCommand(['images', '28small']);
    const engine = engine28small();
    world = await World.open(
      `
services:
  w: {image: ${busybox}, command: [sleep, "100000"], stop_grace_period: 0s, restart: always, x-sutazai: {tier: core, title: The one}}
`,
      engine,
    );
    const page = await world.tab();
    const stack = new StackPage(page);
    const first = new FirstRunPage(page);
    await first.checked();
    await first.startButton.click();
    await stack.shows('w', 'Running');
    await labCommand(['stop-engine', '28small']);
    await page.locator('header.top').getByText('The engine does not answer').waitFor({ timeout: 20_000 });
    await labCommand(['start-engine', '28small']);
    await page.locator('header.top').getByText('1 healthy').waitFor({ timeout: 60_000 });
    await stack.shows('w', 'Running');
  });
});
