// A stand-in for Consul in tests (docs/testing.md): `consul agent -server …`, and the `consul acl` commands of the product. Not Consul.
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { answer } from './api.mjs';
import { Checker } from './checks.mjs';
import { acl } from './command.mjs';
import { State } from './state.mjs';

const [command, ...rest] = process.argv.slice(2);
if (command === 'agent') await agent(rest);
else if (command === 'acl') process.exitCode = await acl(rest);
else if (command === '--help') console.log('consul agent\nconsul acl');
else {
  console.error(`the stand-in knows no command ${command}`);
  process.exitCode = 1;
}

async function agent(options) {
  const option = (name) => options.find((o) => o.startsWith(`-${name}=`))?.slice(name.length + 2);
  const config = configuration(option('config-dir'));
  const state = new State(join(option('data-dir'), 'state.json'));
  state.load(config.acl?.tokens?.initial_management);
  const checker = new Checker(state);
  checker.start();
  const server = createServer(async (request, response) => {
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const parts = [];
    for await (const part of request) parts.push(part);
    const { status, headers = {}, body = '' } = await answer(state, request, Buffer.concat(parts), gone.signal);
    response.writeHead(status, headers);
    response.end(body);
  });
  server.listen(Number(option('http-port') ?? 8500), () => console.log(`HTTP: port ${server.address().port}`));
  for (const signal of ['SIGTERM', 'SIGINT']) {
    process.on(signal, () => {
      checker.stop();
      server.close(() => process.exit(0));
      server.closeAllConnections();
    });
  }
}

/** All files of the folder in order, later ones over earlier ones, as Consul merges them. */
function configuration(folder) {
  const merge = (a, b) => {
    for (const [key, value] of Object.entries(b))
      a[key] =
        value !== null && typeof value === 'object' && !Array.isArray(value) ? merge(a[key] ?? {}, value) : value;
    return a;
  };
  return readdirSync(folder)
    .filter((f) => f.endsWith('.json'))
    .sort()
    .reduce((all, f) => merge(all, JSON.parse(readFileSync(join(folder, f), 'utf8'))), {});
}
