import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { join } from 'node:path';

/** What Node says when there is no engine to talk to: `syscallCode` is its error code. */
export const connectionCases = [
  ['ENGINE_MISSING', (lab) => ask({ socketPath: join(lab.directory, 'nothing.sock') })],
  [
    'ENGINE_NOT_RUNNING',
    async (lab) => {
      const socketPath = join(lab.directory, 'left-over.sock');
      spawnSync(process.execPath, [
        '-e',
        `require('net').createServer().listen(${JSON.stringify(socketPath)}, () => process.kill(process.pid, 'SIGKILL'))`,
      ]);
      return ask({ socketPath });
    },
  ],
  // Root may open any socket, so the try is made by a process of another user.
  ['ENGINE_SOCKET_DENIED', (lab) => askAs(65534, join(lab.directory, 'denied.sock'))],
  [
    'ENGINE_NOT_RUNNING',
    (lab) => {
      const socketPath = join(lab.directory, 'plain-file');
      writeFileSync(socketPath, '');
      return ask({ socketPath });
    },
  ],
  ['ENGINE_UNREACHABLE', () => ask({ host: '127.0.0.1', port: 1 })],
  ['ENGINE_UNREACHABLE', () => ask({ host: 'engine.invalid', port: 2375 })],
  ['ENGINE_TLS', (lab) => ask({ host: '127.0.0.1', port: lab.tlsPort, protocol: 'https:' })],
  ['ENGINE_TLS', (lab) => ask({ host: '127.0.0.1', port: lab.plainPort, protocol: 'https:' })],
  [
    'ENGINE_LOST',
    () =>
      withServer(
        (socket) => socket.destroy(),
        (port) => ask({ host: '127.0.0.1', port }),
      ),
  ],
  [
    'ENGINE_TLS',
    () =>
      withServer(
        (socket) => socket.end(Buffer.from('15030100020250', 'hex')),
        (port) => ask({ host: '127.0.0.1', port }),
      ),
  ],
];

function ask({ protocol = 'http:', ...options }) {
  return new Promise((resolve, reject) => {
    const call = (protocol === 'https:' ? https : http).get({ path: '/_ping', agent: false, ...options }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    call.on('error', reject);
  });
}

async function withServer(onSocket, run) {
  const server = net.createServer(onSocket);
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  try {
    return await run(server.address().port);
  } finally {
    server.close();
  }
}

async function askAs(uid, socketPath) {
  const server = net.createServer();
  await new Promise((ready) => server.listen(socketPath, ready));
  const script = `require('http').get({ socketPath: ${JSON.stringify(socketPath)}, path: '/_ping' }).on('error', (e) => { console.log(JSON.stringify({ message: e.message, code: e.code })); process.exit(); })`;
  const { stdout } = spawnSync(process.execPath, ['-e', script], { uid, encoding: 'utf8', timeout: 5000 });
  server.close();
  const { message, code } = JSON.parse(stdout);
  throw Object.assign(new Error(message), { code });
}

/** What the docker command line says: met through SSH, WSL and build plug-ins. `[code, arguments, environment, operation]`. */
export const commandLineCases = [
  ['ENGINE_NOT_RUNNING', ['-H', 'unix:///sutazai-t-diag/nothing.sock', 'version']],
  ['ENGINE_CONTEXT_BROKEN', ['--context', 'sutazai-t-diag-nowhere', 'version']],
  ['ENGINE_CONTEXT_BROKEN', ['version'], { DOCKER_CONTEXT: 'sutazai-t-diag-nowhere' }],
  ['ENGINE_HOST_INVALID', ['-H', 'nonsense://x', 'version']],
  ['ENGINE_UNREACHABLE', ['-H', 'tcp://127.0.0.1:1', 'version']],
  ['ENGINE_SSH_FAILED', ['-H', 'ssh://nobody@127.0.0.1:1', 'version']],
  ['ENGINE_TLS', ['-H', 'tcp://127.0.0.1:1', '--tlsverify', '--tlscacert', '/sutazai-t-diag/ca.pem', 'version']],
  ['BUILD_CONTEXT_MISSING', ['build', '/sutazai-t-diag/nowhere'], { DOCKER_BUILDKIT: '0' }, 'image.build'],
];
