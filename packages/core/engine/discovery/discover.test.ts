import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { chooseEngine, discoverEngines, findEngine } from './discover.ts';
import { parseDistros } from './wsl.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const s of servers.splice(0)) s.close();
});

/** Odd answers that a real engine cannot be made to give: this one says whatever a test wants, on a real socket. */
function answering(
  dir: string,
  version: object | undefined,
  info: object = { OSType: 'linux', NCPU: 2 },
): Promise<string> {
  const socket = join(dir, `engine-${servers.length}.sock`);
  const server = createServer((req, res) => {
    if (version === undefined) return;
    res.setHeader('content-type', 'application/json');
    res.end(JSON.stringify(req.url?.includes('/info') ? info : version));
  });
  servers.push(server);
  return new Promise((resolve) => server.listen(socket, () => resolve(`unix://${socket}`)));
}

const modern = { Version: '28.5.2', ApiVersion: '1.51', MinAPIVersion: '1.24', Components: [{ Name: 'Engine' }] };
const base = (home: string, environment: Record<string, string> = {}) => ({
  environment,
  home,
  platform: 'linux' as const,
  uid: 4242,
});

describe('discovery', () => {
  const home = () => mkdtempSync(join(tmpdir(), 'sutazai-home-'));

  it('takes what the user named and never passes it over', async () => {
    const dir = home();
    const url = await answering(dir, modern);
    const found = await findEngine({ ...base(dir), explicit: url });
    expect(found).toMatchObject({ engine: { apiMinor: 51 } });
    const gone = await discoverEngines({ ...base(dir, { DOCKER_HOST: 'unix:///nonexistent.sock' }) });
    expect(chooseEngine(gone)).toMatchObject({ ok: false, code: 'ENGINE_MISSING', url: 'unix:///nonexistent.sock' });
  });

  it('follows the current context, and says so when it is broken', async () => {
    const dir = home();
    const url = await answering(dir, modern);
    const id = createHash('sha256').update('mine').digest('hex');
    mkdirSync(join(dir, '.docker', 'contexts', 'meta', id), { recursive: true });
    writeFileSync(join(dir, '.docker', 'config.json'), JSON.stringify({ currentContext: 'mine' }));
    const meta = join(dir, '.docker', 'contexts', 'meta', id, 'meta.json');
    writeFileSync(meta, JSON.stringify({ Name: 'mine', Endpoints: { docker: { Host: url } } }));
    expect(chooseEngine(await discoverEngines(base(dir)))).toMatchObject({
      ok: true,
      endpoint: { url, context: 'mine' },
    });
    writeFileSync(meta, 'broken');
    expect(chooseEngine(await discoverEngines(base(dir)))).toMatchObject({ ok: false, code: 'ENGINE_CONTEXT_BROKEN' });
  });

  it('gives a verdict for every odd engine, all within two seconds', async () => {
    const dir = home();
    const verdict = async (url: string) => (await discoverEngines({ ...base(dir), explicit: url }))[0];
    const begun = Date.now();
    const [old, silent, windows, refused] = await Promise.all([
      verdict(await answering(dir, { ...modern, Version: '19.03', ApiVersion: '1.40' })),
      verdict(await answering(dir, undefined)),
      verdict(await answering(dir, modern, { OSType: 'windows' })),
      verdict('tcp://127.0.0.1:1'),
    ]);
    expect(Date.now() - begun).toBeLessThan(2500);
    expect(old).toMatchObject({ verdict: 'too-old', code: 'ENGINE_TOO_OLD' });
    expect(silent).toMatchObject({ verdict: 'timeout', code: 'ENGINE_TIMEOUT' });
    expect(windows).toMatchObject({ verdict: 'windows-containers' });
    expect(refused).toMatchObject({ verdict: 'refused', code: 'ENGINE_NOT_RUNNING' });
  });

  it('reads the list of WSL distros in both encodings', () => {
    const text = 'Ubuntu\r\ndocker-desktop\r\nDebian\r\n';
    expect(parseDistros(Buffer.from(text, 'utf16le'))).toEqual(['Ubuntu', 'Debian']);
    expect(parseDistros(Buffer.from(text))).toEqual(['Ubuntu', 'Debian']);
  });
});
