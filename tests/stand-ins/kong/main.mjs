// A stand-in for Kong 3.9 in tests (docs/testing.md): `kong migrations bootstrap`, `kong docker-start`. Not Kong.
import { createServer } from 'node:http';
import { admin } from './admin.mjs';
import { proxy } from './proxy.mjs';
import { status } from './status.mjs';
import { bootstrap, connect, isBootstrapped, Store } from './store.mjs';

const [command, ...rest] = process.argv.slice(2);
const pool = connect();

// As Kong puts it when the database cannot be reached.
process.on('uncaughtException', (error) => {
  console.error(
    `Error: [PostgreSQL error] failed to retrieve PostgreSQL server_version_num: ${error.errors?.[0]?.message ?? error.message}`,
  );
  process.exit(1);
});
if (command === 'migrations') await migrations(rest[0]);
else if (command === 'docker-start' || command === 'start') await start();
else {
  console.error(`the stand-in knows no command ${command}`);
  process.exit(1);
}

async function migrations(what) {
  if (what !== 'bootstrap') {
    console.error(`the stand-in knows no migrations ${what}`);
    process.exit(1);
  }
  console.log((await bootstrap(pool)) ? 'Database is up-to-date' : 'Database already bootstrapped');
  await pool.end();
}

async function start() {
  if (!(await isBootstrapped(pool))) {
    console.error(
      "Error: Database needs bootstrapping or is older than Kong 1.0.\n\nTo start a new installation from scratch, run 'kong migrations bootstrap'.",
    );
    process.exit(1);
  }
  const store = new Store(pool);
  await store.load();
  const port = (name, fallback) => Number(/:(\d+)/.exec(process.env[name] ?? '')?.[1] ?? fallback);
  const servers = [
    createServer((req, res) => proxy(store, req, res)).listen(port('KONG_PROXY_LISTEN', 8000)),
    createServer((req, res) => void answer(req, res, (url, body) => admin(store, req.method, url, body))).listen(
      port('KONG_ADMIN_LISTEN', 8001),
    ),
    createServer((req, res) => void answer(req, res, (url) => status(store, pool, url.pathname))).listen(
      port('KONG_STATUS_LISTEN', 8100),
    ),
  ];
  for (const signal of ['SIGTERM', 'SIGQUIT', 'SIGINT']) {
    process.on(signal, () => {
      for (const s of servers) s.close();
      for (const s of servers) s.closeAllConnections();
      void pool.end().finally(() => process.exit(0));
    });
  }
}

async function answer(req, res, handle) {
  const parts = [];
  for await (const part of req) parts.push(part);
  let result;
  try {
    const text = Buffer.concat(parts).toString();
    result = await handle(new URL(req.url, 'http://localhost'), text ? JSON.parse(text) : {});
  } catch (error) {
    result =
      error instanceof SyntaxError
        ? { status: 400, body: { message: 'Cannot parse JSON body' } }
        : { status: 500, body: { message: 'An unexpected error occurred' } };
  }
  const text = result.text ?? (result.body === undefined ? '' : JSON.stringify(result.body));
  res.writeHead(result.status, {
    'content-type': result.text ? 'text/plain; charset=UTF-8' : 'application/json; charset=utf-8',
    server: 'kong/3.9.3',
  });
  res.end(text);
}
