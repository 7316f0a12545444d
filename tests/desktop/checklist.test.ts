import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pageHeaders } from '@sutazai/core/page-headers';
import { beforeAll, describe, expect, it } from 'vitest';
import { customScheme } from '../../apps/desktop/main/scheme/privileged.ts';
import { webPreferences } from '../../apps/desktop/main/window/options.ts';
import config from '../../build/electron-builder.mjs';
import { buildApp, desktop } from './build.ts';
import { checked } from './electron-double/conforms.ts';

// One test per line of the checklist for Electron apps, on the source or on the bundles that ship. What a page really is kept
// from is tested beside this, in guards.test.ts.

const sources = ['main', 'preload'].flatMap((folder) =>
  readdirSync(join(desktop, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => ({ name: `${folder}/${name}`, text: readFileSync(join(desktop, folder, name), 'utf8') })),
);
const named = (pattern: RegExp) => sources.filter(({ text }) => pattern.test(text)).map(({ name }) => name);
const preferences = webPreferences('/x/preload.cjs', false);
let main = '';
let preload = '';
let whole = '';

beforeAll(() => {
  buildApp();
  const dist = join(desktop, 'dist');
  main = readFileSync(join(dist, 'main.mjs'), 'utf8');
  preload = readFileSync(join(dist, 'preload.cjs'), 'utf8');
  whole = readdirSync(dist)
    .map((name) => readFileSync(join(dist, name), 'utf8'))
    .join('\n');
});

describe('pages', () => {
  it('contextIsolation is on, nodeIntegration off, in workers and frames too', () => {
    expect(preferences).toMatchObject({
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
    });
    expect(named(/contextIsolation: false|nodeIntegration\w*: true/)).toEqual([]);
  });
  it('the sandbox holds for every page, and no window is made past these options', () => {
    expect(preferences.sandbox).toBe(true);
    expect(main).toMatch(/\bapp\d*\.enableSandbox\(\)/);
    expect(named(/app\.enableSandbox\(\)/)).toEqual(['main/main.ts']);
    expect(named(/new BrowserWindow\(|new WebContentsView\(|new BrowserView\(/)).toEqual(['main/window/window.ts']);
    expect(named(/no-sandbox|disable-web-security/)).toEqual([]);
  });
  it('the preload needs nothing but electron', () => {
    expect([...preload.matchAll(/require\(\s*["']([^"']+)/g)].map((match) => match[1])).toEqual(['electron']);
    expect(preload).not.toMatch(/\bprocess\b|\bimport\s*\(/);
  });
  it('webSecurity is on, webview is off', () => {
    expect(preferences).toMatchObject({ webSecurity: true, webviewTag: false, allowRunningInsecureContent: false });
  });
  it('the policy is the one that browsers get: from nothing on, nothing unsafe, and connections to the app only', () => {
    const policy = pageHeaders()['content-security-policy'] ?? '';
    expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self'; /);
    expect(policy).toMatch(/; connect-src 'self'$/);
    expect(policy).not.toMatch(/unsafe/);
    expect(named(/content-security-policy/i)).toEqual([]);
    expect(named(/pageHeaders\(/)).toEqual(['main/scheme/serve.ts']);
  });
  it('the origin is a scheme of our own that may not go round the policy', () => {
    expect(customScheme.privileges).toMatchObject({ standard: true, secure: true });
    expect(customScheme.privileges?.bypassCSP ?? false).toBe(false);
    expect(customScheme.privileges?.corsEnabled ?? false).toBe(false);
    expect(named(/loadFile\(|file:\/\//)).toEqual([]);
  });
});

describe('what a page asks for', () => {
  it('navigation, new windows and embedded pages are decided in one place', () => {
    const guard = sources.find(({ name }) => name === 'main/guard/contents.ts')?.text ?? '';
    for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview']) {
      expect(guard, event).toContain(`'${event}'`);
    }
    expect(guard).toContain("{ action: 'deny' }");
    expect(named(/action: 'allow'/)).toEqual([]);
    expect(named(/openExternal/)).toEqual(['main/guard/contents.ts']);
  });
  it('permissions are answered in one place', () => {
    expect(named(/setPermission|setDevicePermission|setDisplayMedia/)).toEqual(['main/guard/permissions.ts']);
  });
  it('messages come in by one wrapper, on one channel', () => {
    expect(named(/ipcMain?\.(?:on|once|handle)|ipc\.(?:on|once|handle)\(/)).toEqual(['main/channel.ts']);
    expect(named(/ipcRenderer\./)).toEqual(['preload/preload.ts']);
    const channels = [...whole.matchAll(/["'](sutazai:[\w-]+)["']/g)].map((match) => match[1]);
    expect([...new Set(channels)].sort()).toEqual(['sutazai:go', 'sutazai:port']);
  });
});

it('the double offers nothing that Electron does not have', () => {
  // tsc is what checks; see conforms.ts.
  expect(checked).toBe(true);
});

describe('the rest of the machine', () => {
  it('no deep links', () => {
    expect(named(/setAsDefaultProtocolClient|open-url/)).toEqual([]);
    expect(config).not.toHaveProperty('protocols');
  });
  it('certificates are never waved through', () => {
    expect(named(/certificate-error|setCertificateVerifyProc|rejectUnauthorized|TLS_REJECT/)).toEqual([]);
    expect(main).not.toMatch(/ignore-certificate-errors/);
  });
  it('single instance, and what the second was told is passed on', () => {
    expect(named(/requestSingleInstanceLock\(\{ argv/)).toEqual(['main/main.ts']);
    expect(named(/'second-instance'/)).toEqual(['main/second-launch.ts']);
  });
  it('nothing is run with more rights', () => {
    expect(named(/\bsudo\b|pkexec|runas|child_process/)).toEqual([]);
    expect(config.nsis).toMatchObject({ allowElevation: false, perMachine: false });
  });
  it('updates ask first; a build that names no server has none', () => {
    expect(named(/autoDownload = false/)).toEqual(['main/update/updates.ts']);
    expect(config.publish).toBeNull();
  });
  it('the bundle carries no address of the outside world that it would speak to by itself', () => {
    expect(named(/https?:\/\/(?!127\.0\.0\.1)/)).toEqual([]);
  });
});
