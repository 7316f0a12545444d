import { randomBytes } from 'node:crypto';
import { createBackend } from '../../packages/backend/backend.ts';
import { loadConfig } from '../../packages/backend/config.ts';

export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  body: any;
}

/** A backend in this process on a free port, spoken to over HTTP as anybody would. */
export class TestBackend {
  readonly lines: string[] = [];
  token = '';
  stop: () => Promise<void> = async () => undefined;
  url = '';

  async start(env: Record<string, string> = {}): Promise<this> {
    const secret = randomBytes(32).toString('hex');
    const config = loadConfig({ BACKEND_PORT: '0', BACKEND_JWT_SECRET: secret, LOG_LEVEL: 'info', ...env });
    const service = await createBackend(config, { logStream: { write: (line) => this.lines.push(line) } });
    await service.start();
    this.stop = () => service.stop();
    this.url = service.url;
    return this;
  }

  /** The first administrator, logged in. */
  async admin(setupToken?: string): Promise<this> {
    const word = randomBytes(9).toString('base64url');
    const { body } = await this.call('POST', '/api/v1/auth/setup', {
      ...{ name: 'admin', password: word },
      ...(setupToken ? { setup_token: setupToken } : {}),
    });
    this.token = body.access_token;
    return this;
  }

  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const form = body instanceof FormData;
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
        ...(body === undefined || form ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: form || typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    let parsed: unknown = text;
    try {
      parsed = text === '' ? undefined : JSON.parse(text);
    } catch {}
    return { status: response.status, headers: response.headers, body: parsed };
  }

  upload(name: string, content: string | Buffer, query = ''): Promise<Answer> {
    const form = new FormData();
    form.set('file', new Blob([typeof content === 'string' ? content : new Uint8Array(content)]), name);
    return this.call('POST', `/api/v1/documents${query}`, form);
  }

  /** A stream's events, as [event, data]. */
  async events(path: string, body: unknown, signal?: AbortSignal): Promise<[string, Record<string, unknown>][]> {
    const response = await fetch(`${this.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      ...(signal ? { signal } : {}),
    });
    const text = await response.text();
    return text
      .split('\n\n')
      .filter(Boolean)
      .map((block) => [
        /^event: (.*)$/m.exec(block)?.[1] ?? '',
        JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? 'null'),
      ]);
  }
}
