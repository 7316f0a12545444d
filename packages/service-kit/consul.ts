import { setTimeout as pause } from 'node:timers/promises';

export interface Registration {
  id: string;
  name: string;
  /** Where others reach it, as they see it: a container's name on its network. */
  address: string;
  port: number;
  tags?: string[];
  meta?: Record<string, string>;
}

export interface ConsulOptions {
  /** `http://consul:8500` */
  url: string;
  token?: string;
  fetch?: typeof fetch;
  log?: (message: string) => void;
  /** Milliseconds between two attempts while the registry does not answer: first and longest. */
  retry?: { first: number; longest: number };
  /** How often the registry asks our health, in Consul's words. */
  interval?: string;
}

/**
 * Keeps one service registered: registers, then waits on a blocking query of its own entry, so that a registry that was
 * emptied (or a hand that removed the entry) is noticed without polling. A registry that is away stops nothing.
 * Facts: Consul's agent API, `/v1/agent/service/register`, hash-based blocking queries (`?hash=&wait=`).
 */
export class ConsulRegistration {
  readonly #options: ConsulOptions;
  readonly #service: Registration;
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;
  #registered = false;

  constructor(options: ConsulOptions, service: Registration) {
    this.#options = options;
    this.#service = service;
  }

  get registered(): boolean {
    return this.#registered;
  }

  start(): void {
    this.#running ??= this.#keep();
  }

  /** Takes the entry out, within two seconds at most. Never rejects. */
  async stop(): Promise<void> {
    if (!this.#running) return;
    this.#stop.abort();
    await this.#running;
    const path = `/v1/agent/service/deregister/${encodeURIComponent(this.#service.id)}`;
    await this.#call('PUT', path, AbortSignal.timeout(2_000)).catch((error: unknown) =>
      this.#options.log?.(`not taken out of the registry: ${wordsOf(error)}`),
    );
    this.#registered = false;
  }

  async #keep(): Promise<void> {
    const { first, longest } = this.#options.retry ?? { first: 500, longest: 15_000 };
    let delay = first;
    while (!this.#stop.signal.aborted) {
      try {
        await this.#register();
        this.#registered = true;
        delay = first;
        await this.#untilGone();
      } catch (error) {
        if (this.#stop.signal.aborted) return;
        if (this.#registered || delay === first) this.#options.log?.(`the registry does not answer: ${wordsOf(error)}`);
        this.#registered = false;
        await pause(delay, undefined, { signal: this.#stop.signal, ref: false }).catch(() => undefined);
        delay = Math.min(delay * 2, longest);
      }
    }
  }

  async #register(): Promise<void> {
    const { id, name, address, port, tags, meta } = this.#service;
    const body = {
      ID: id,
      Name: name,
      Address: address,
      Port: port,
      Tags: tags ?? [],
      Meta: meta ?? {},
      Check: {
        HTTP: `http://${address}:${port}/health`,
        Interval: this.#options.interval ?? '15s',
        Timeout: '5s',
        // A container that was killed cannot take itself out.
        DeregisterCriticalServiceAfter: '10m',
        Status: 'passing',
      },
    };
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(5_000)]);
    await this.#call('PUT', '/v1/agent/service/register?replace-existing-checks=true', signal, body);
  }

  /** Returns when the entry is not there any more. */
  async #untilGone(): Promise<void> {
    const path = `/v1/agent/service/${encodeURIComponent(this.#service.id)}`;
    let hash = '';
    for (;;) {
      // Less than the five minutes after which Node's fetch gives a silent answer up, with what Consul adds (a sixteenth).
      const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(280_000)]);
      const response = await this.#call('GET', `${path}?wait=4m${hash && `&hash=${hash}`}`, signal, undefined, [404]);
      if (response.status === 404) return;
      const now = response.headers.get('x-consul-contenthash') ?? '';
      if (!now) throw new Error('the registry does not speak blocking queries');
      hash = now;
    }
  }

  async #call(
    method: string,
    path: string,
    signal: AbortSignal,
    body?: unknown,
    also: number[] = [],
  ): Promise<Response> {
    const call = this.#options.fetch ?? fetch;
    const response = await call(`${this.#options.url}${path}`, {
      method,
      signal,
      headers: {
        ...(this.#options.token ? { 'x-consul-token': this.#options.token } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    await response.arrayBuffer();
    if (!response.ok && !also.includes(response.status)) throw new Error(`it answers ${response.status}`);
    return response;
  }
}

/** `fetch failed` says nothing: its cause does. */
function wordsOf(error: unknown): string {
  const told = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return told instanceof Error ? told.message : String(told);
}
