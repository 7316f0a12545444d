import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestOptions, request, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { type Updater, Updates } from '../../apps/desktop/main/update/updates.ts';
import { en } from '../../apps/desktop/words/en.ts';

// electron-updater itself against a server of updates on this machine: what it finds, and what it refuses. Its requests go
// through Node's http instead of Electron's net, which is not here; nothing else of it is replaced.

const load = createRequire(import.meta.url);
const { AppImageUpdater } = load('electron-updater') as typeof import('electron-updater');
const { ElectronHttpExecutor } = load('electron-updater/out/electronHttpExecutor') as {
  ElectronHttpExecutor: new () => object;
};

class OverNode extends ElectronHttpExecutor {
  createRequest(options: RequestOptions, answer: (response: IncomingMessage) => void) {
    return request(options, answer);
  }
}

const folder = mkdtempSync(join(tmpdir(), 'sutazai-updates-'));
const program = Buffer.from('the newer program');
let sha512 = '';
let version = '';
let server: Server;
let base = '';

beforeAll(async () => {
  server = createServer((asked, response) => {
    if (asked.url?.startsWith('/latest-linux.yml')) {
      const file = `{url: app.AppImage, sha512: ${sha512}, size: ${program.length}}`;
      response.end(`version: ${version}\nfiles:\n  - ${file}\npath: app.AppImage\nsha512: ${sha512}\n`);
    } else if (asked.url?.startsWith('/app.AppImage')) response.end(program);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => {
  server.close();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  version = '1.1.0';
  sha512 = createHash('sha512').update(program).digest('base64');
  vi.stubEnv('APPIMAGE', join(folder, 'old.AppImage'));
  writeFileSync(join(folder, 'old.AppImage'), 'the old program');
});

function updates(answers: number[]) {
  const cache = mkdtempSync(join(folder, 'cache-'));
  const asked: string[] = [];
  let installed = 0;
  const app = {
    version: '1.0.0',
    name: 'sutazai-desktop',
    isPackaged: true,
    appUpdateConfigPath: join(cache, 'app-update.yml'),
    userDataPath: cache,
    baseCachePath: cache,
    whenReady: async () => undefined,
    quit: () => undefined,
    relaunch: () => undefined,
    onQuit: () => undefined,
  };
  writeFileSync(app.appUpdateConfigPath, `provider: generic\nurl: ${base}\nupdaterCacheDirName: sutazai\n`);
  const updater = new AppImageUpdater(null, app as never);
  Object.assign(updater, { httpExecutor: new OverNode(), logger: null, disableDifferentialDownload: true });
  updater.quitAndInstall = () => {
    installed += 1;
  };
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined, file: '' };
  const shell = new Updates({
    updater: async () => updater as Updater,
    version: '1.0.0',
    words: () => en,
    busy: () => false,
    ask: async (title, body, buttons) => {
      asked.push(`${title} | ${body}`);
      return answers.shift() ?? buttons.length - 1;
    },
    log,
  });
  const downloaded = () =>
    readdirSync(cache, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.AppImage'));
  return { shell, asked, downloaded, installs: () => installed };
}

it('a newer version is offered, fetched after a yes, and installed after another', async () => {
  const { shell, asked, downloaded, installs } = updates([0, 0]);
  await shell.check(true);
  expect(asked.map((text) => text.split(' | ')[0])).toEqual(['Version 1.1.0 is available', 'Version 1.1.0 is ready']);
  expect(downloaded()).toEqual([join('sutazai', 'pending', 'app.AppImage')]);
  expect(installs()).toBe(1);
});

it('after a no nothing is fetched', async () => {
  const { shell, downloaded, installs } = updates([1]);
  await shell.check(true);
  expect([downloaded(), installs()]).toEqual([[], 0]);
});

it('a program that is not the announced one is refused and thrown away', async () => {
  sha512 = createHash('sha512').update('another program').digest('base64');
  const { shell, asked, downloaded, installs } = updates([0, 0]);
  await shell.check(true);
  expect(asked.at(-1)).toMatch(
    /^The update could not be checked or downloaded \| sha512 checksum mismatch.*Nothing was changed\./,
  );
  expect([downloaded(), installs()]).toEqual([[], 0]);
});

it.each(['1.0.0', '0.9.0'])('%s is no newer version', async (offered) => {
  version = offered;
  const { shell, asked } = updates([]);
  await shell.check(true);
  expect(asked[0]).toMatch(/^No newer version/);
});

it('a server that is away is told in words', async () => {
  const { shell, asked } = updates([]);
  const away = base;
  base = 'http://127.0.0.1:1/';
  const gone = updates([]);
  base = away;
  await gone.shell.check(true);
  expect(gone.asked[0]).toMatch(/^The update could not be checked or downloaded \| .*ECONNREFUSED/);
  await shell.check(false);
  expect(asked).toHaveLength(1);
});
