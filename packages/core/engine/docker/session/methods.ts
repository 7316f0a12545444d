import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import type { BuildSecret, BuildSsh } from '../../engine.ts';
import { credentialsFor } from '../auth.ts';
import { bytesField, fields, numberField, textField } from '../protobuf.ts';
import { GrpcError, type Method, status, unary } from './grpc.ts';

/** What a build may ask its client for. */
export interface SessionOffers {
  secrets: readonly BuildSecret[];
  ssh: readonly BuildSsh[];
  /** Folder of the Docker CLI's config, for log-ins at registries. */
  configDir?: string | undefined;
}

/**
 * The methods of a build's session. Names and field numbers from BuildKit's published `secrets.proto`, `auth.proto`,
 * `ssh.proto` and gRPC's `health.proto`. Tokens (`FetchToken` …) are not offered: BuildKit then asks for the credentials.
 */
export function sessionMethods({ secrets, ssh, configDir }: SessionOffers): Record<string, Method> {
  const methods: Record<string, Method> = {
    // SERVING = 1: the engine ends a session that does not answer this.
    '/grpc.health.v1.Health/Check': unary(() => numberField(1, 1)),
    '/moby.filesync.v1.Auth/Credentials': unary((request) => credentials(request, configDir)),
  };
  if (secrets.length > 0) methods['/moby.buildkit.secrets.v1.Secrets/GetSecret'] = unary((r) => secret(r, secrets));
  if (ssh.length > 0) {
    methods['/moby.sshforward.v1.SSH/CheckAgent'] = unary((request) => {
      agentOf(textField(request, 1), ssh);
      return Buffer.alloc(0);
    });
    methods['/moby.sshforward.v1.SSH/ForwardAgent'] = forwardAgent(ssh);
  }
  return methods;
}

/** CredentialsRequest { Host = 1 } → CredentialsResponse { Username = 1, Secret = 2 }; both empty: anonymous. */
async function credentials(request: Buffer, configDir: string | undefined): Promise<Buffer> {
  const host = textField(request, 1);
  const found = configDir === undefined ? undefined : await credentialsFor(hubAddress(host), configDir);
  if (!found) return Buffer.alloc(0);
  if (found.identitytoken) return bytesField(2, found.identitytoken);
  return Buffer.concat([bytesField(1, found.username ?? ''), bytesField(2, found.password ?? '')]);
}

/** BuildKit names the default registry by the host it connects to; the CLI's config by a historical address. */
function hubAddress(host: string): string {
  return /^registry-\d+\.docker\.io$/.test(host) ? 'https://index.docker.io/v1/' : host;
}

/** GetSecretRequest { ID = 1 } → GetSecretResponse { data = 1 }. */
async function secret(request: Buffer, secrets: readonly BuildSecret[]): Promise<Buffer> {
  const id = textField(request, 1);
  const found = secrets.find((s) => s.id === id);
  // BuildKit reads this code as "there is none", which a mount that is not required takes for an answer.
  if (!found) throw new GrpcError(status.notFound, `secret ${id} is not declared for this build`);
  if (found.value !== undefined) return bytesField(1, found.value);
  const content = await readFile(found.file ?? '').catch(() => undefined);
  if (!content) throw new GrpcError(status.notFound, `the file of secret ${id} cannot be read`);
  return bytesField(1, content);
}

function agentOf(id: string, ssh: readonly BuildSsh[]): string {
  const found = ssh.find((s) => s.id === (id || 'default'));
  if (!found) throw new GrpcError(status.notFound, `ssh agent ${id || 'default'} is not declared for this build`);
  return found.socket;
}

/** A stream of BytesMessage { data = 1 } in both directions, joined to the agent's socket. */
function forwardAgent(ssh: readonly BuildSsh[]): Method {
  return async ({ metadata, messages, send }) => {
    const agent = connect(agentOf(metadata('buildkit.ssh.id'), ssh));
    try {
      await new Promise<void>((resolve, reject) => {
        agent.once('connect', resolve);
        agent.once('error', () => reject(new GrpcError(status.unavailable, 'the ssh agent does not answer')));
      });
      agent.on('error', () => agent.destroy());
      agent.on('data', (data: Buffer) => send(bytesField(1, data)));
      for await (const message of messages) {
        for (const [field, value] of fields(message)) if (field === 1 && Buffer.isBuffer(value)) agent.write(value);
      }
    } finally {
      agent.destroy();
    }
  };
}
