import { failure } from '../diagnose/index.ts';
import type { Fields } from './entities.ts';

export interface AdminOptions {
  signal?: AbortSignal;
  /** Milliseconds for one call; default ten seconds. */
  timeout?: number;
}

/** Kong's Admin API (3.x). Every failure is a SutazaiError: GATEWAY_UNREACHABLE or GATEWAY_REJECTED with Kong's own words. */
export class AdminClient {
  /** `url` without a slash at its end, e.g. `http://127.0.0.1:10009`. */
  constructor(
    readonly url: string,
    private readonly options: AdminOptions = {},
  ) {}

  get(path: string): Promise<Fields> {
    return this.call('GET', path);
  }
  put(path: string, body: Fields): Promise<Fields> {
    return this.call('PUT', path, body);
  }
  post(path: string, body: Fields): Promise<Fields> {
    return this.call('POST', path, body);
  }
  patch(path: string, body: Fields): Promise<Fields> {
    return this.call('PATCH', path, body);
  }
  async delete(path: string): Promise<void> {
    await this.call('DELETE', path);
  }

  /** All pages of a collection. Kong's `next` drops the size, so the offset is carried by hand. */
  async list(path: string): Promise<Fields[]> {
    const all: Fields[] = [];
    let offset: string | undefined;
    do {
      const query = new URLSearchParams({ size: '1000', ...(offset ? { offset } : {}) });
      const page = await this.get(`${path}?${query}`);
      all.push(...((page.data as Fields[] | undefined) ?? []));
      offset = typeof page.offset === 'string' ? page.offset : undefined;
    } while (offset);
    return all;
  }

  private async call(method: string, path: string, body?: Fields): Promise<Fields> {
    const timeout = AbortSignal.timeout(this.options.timeout ?? 10_000);
    const signal = this.options.signal ? AbortSignal.any([this.options.signal, timeout]) : timeout;
    let answer: Response;
    let text: string;
    try {
      answer = await fetch(this.url + path, {
        method,
        signal,
        ...(body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}),
      });
      text = await answer.text();
    } catch (error) {
      this.options.signal?.throwIfAborted();
      throw failure('GATEWAY_UNREACHABLE', { url: this.url, reason: reasonOf(error) });
    }
    const parsed = parsedOrEmpty(text);
    if (!answer.ok) throw rejected(`${method} ${path.replace(/\?.*$/, '')}`, answer.status, parsed);
    return parsed;
  }
}

function rejected(what: string, status: number, body: Fields) {
  const message = typeof body.message === 'string' ? body.message : `status ${status}`;
  const fields = body.fields ? ` ${JSON.stringify(body.fields)}` : '';
  return failure(
    'GATEWAY_REJECTED',
    { what, reason: message.split('\n')[0], status: String(status) },
    { extra: { raw: `${message}${fields}` } },
  );
}

function parsedOrEmpty(text: string): Fields {
  try {
    const value = JSON.parse(text) as unknown;
    return value !== null && typeof value === 'object' ? (value as Fields) : {};
  } catch {
    return {};
  }
}

/** fetch wraps what went wrong twice. */
function reasonOf(error: unknown): string {
  const cause = (error as { cause?: { code?: string; message?: string } }).cause;
  return cause?.code ?? cause?.message ?? (error instanceof Error ? error.message : String(error));
}
