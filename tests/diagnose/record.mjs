// Records what real engines say when things go wrong: packages/core/diagnose/fixtures/*.json.
//   node tests/diagnose/record.mjs [28] [20] [podman] [connection] [private28] [private20]     (default: what runs)
// Needs root and the lab (tests/lab/lab.sh up 28 20 registry). Everything made is called sutazai-t-diag- and removed again.
// Each case says which code it expects, so the recording is a test of the rules only after the texts have been read once.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandLineCases, connectionCases } from './cases-connection.mjs';
import { containerCases } from './cases-containers.mjs';
import { buildCases, pullCases } from './cases-images.mjs';
import { privateVariants } from './cases-private.mjs';
import { resourceCases } from './cases-resources.mjs';
import { evidence, stateCases } from './cases-states.mjs';
import { EngineClient, Refusal } from './engine-client.mjs';
import { docker, iptables, labEngines, Places, tree } from './lab-places.mjs';
import { PrivateEngine } from './private-engine.mjs';

process.on('SIGTERM', () => process.exit(1));
process.on('SIGINT', () => process.exit(1));

const fixtures = fileURLToPath(new URL('../../packages/core/diagnose/fixtures/', import.meta.url));
const running = labEngines();
const wanted = process.argv.slice(2);
const chosen = wanted.length > 0 ? wanted : [...Object.keys(running), 'connection', 'private28', 'private20'];

for (const name of chosen) {
  if (name === 'connection') await recordConnection();
  else if (name.startsWith('private')) await recordPrivate(name.replace('private', ''));
  else if (running[name]) await recordEngine(name, running[name]);
  else console.error(`${name} does not run: tests/lab/lab.sh up ${name}`);
}

async function recordEngine(name, { socket, version }) {
  const engine = new EngineClient(socket);
  const lab = await new Places(name).open();
  const product = name === 'podman' ? 'podman' : 'docker';
  const records = [];
  const states = [];
  try {
    for (const [expected, provoke] of [...containerCases, ...resourceCases, ...pullCases, ...buildCases]) {
      const expect = expectedOn(name, expected);
      if (!expect) continue;
      const record = await refusal(() => provoke(engine, lab), expect, provoke);
      if (record) records.push({ engine: product, version, recorded: 'real', ...record, expect });
      await engine.clean();
    }
    for (const [expected, enter, reached, more] of stateCases) {
      const expect = expectedOn(name, expected);
      if (!expect) continue;
      try {
        const id = await enter(engine);
        await engine.until(id, reached, 30);
        states.push({ engine: product, version, recorded: 'real', evidence: await evidence(engine, id, more), expect });
      } catch (error) {
        console.error(`${name}: state ${expect} was not reached: ${error.message}`);
      }
      await engine.clean();
    }
  } finally {
    await engine.clean();
    lab.close();
  }
  save(`${product}-${version}.json`, records);
  save(`${product}-${version}-containers.json`, states);
}

async function recordConnection() {
  const lab = await new Places('28').open();
  const records = [];
  for (const [expect, run] of connectionCases) {
    const { message, code } = await run(lab).then(
      (answer) => ({ message: `answered ${answer}` }),
      (error) => error,
    );
    const syscall = code === undefined ? {} : { syscallCode: code };
    records.push({
      engine: 'node',
      version: process.version,
      recorded: 'real',
      operation: 'engine.connect',
      ...syscall,
      message,
      expect,
    });
  }
  const version = spawnSync(docker, ['--version'], { encoding: 'utf8' }).stdout.match(/[\d.]+\d/)[0];
  for (const [expect, args, environment, operation = 'engine.connect'] of commandLineCases) {
    const { stderr } = spawnSync(docker, args, {
      encoding: 'utf8',
      env: { ...process.env, DOCKER_CONFIG: lab.directory, ...environment },
    });
    records.push({
      engine: 'docker-cli',
      version,
      recorded: 'real',
      operation,
      message: stderr.trim(),
      expect,
    });
  }
  lab.close();
  save('connection.json', records);
}

async function recordPrivate(name) {
  const records = [];
  for (const { engines, name: store, options, small, image, cases } of privateVariants) {
    if (!engines.includes(name)) continue;
    const directory = mkdtempSync('/var/lib/sutazai-t-diag-');
    const own = new PrivateEngine(tree(name), join(directory, 'engine'), options);
    mkdirSync(own.directory);
    const disk = small ? smallDisk(directory, join(own.directory, 'data')) : undefined;
    let lab;
    try {
      await own.start();
      if (image) await own.load(running[name].socket, docker);
      lab = Object.assign(await new Places([own.netns, '10.231.0.1']).open(), { own, iptables });
      const { Version } = await own.client.call('engine.version', 'GET', '/version');
      const version = Version.replace(/\+.*/, '');
      for (const [expected, provoke] of cases) {
        const expect = expectedOn(store ?? name, expected);
        if (!expect) continue;
        const record = await refusal(() => provoke(own.client, lab), expect, provoke);
        if (record)
          records.push({ engine: 'docker', version, ...(store ? { store } : {}), recorded: 'real', ...record, expect });
        await own.client.clean().catch(() => undefined);
      }
    } finally {
      lab?.close();
      await own.stop();
      if (disk) spawnSync('umount', [disk]);
      rmSync(directory, { recursive: true, force: true });
    }
  }
  save(`docker-${name}-private.json`, records);
}

/** A file system of 160 MB for an engine's data, on a loop device. */
function smallDisk(directory, target) {
  const image = join(directory, 'disk.img');
  mkdirSync(target, { recursive: true });
  for (const [command, ...args] of [
    ['truncate', '-s', '160M', image],
    ['mkfs.ext4', '-q', '-m', '0', image],
    ['mount', '-o', 'loop', image, target],
  ]) {
    const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${command}: ${stderr}`);
  }
  return target;
}

/** Engines word, and judge, some things differently; no code means that the case is not for this one. */
function expectedOn(name, expected) {
  return typeof expected === 'string' ? expected : (expected[name] ?? expected.others);
}

async function refusal(attempt, expect, provoke) {
  try {
    await attempt();
    console.error(`not refused: ${expect} ${provoke}`.slice(0, 300));
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return { ...error.detail, message: error.message };
    if (error.code) return { operation: 'container.wait', syscallCode: error.code, message: error.message };
    console.error(`${expect}: ${error.stack}`);
    return undefined;
  }
}

function save(file, records) {
  writeFileSync(join(fixtures, file), `${JSON.stringify(records, undefined, 2)}\n`);
  console.log(`${file}: ${records.length} recorded`);
}
