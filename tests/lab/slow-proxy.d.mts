export interface ProxyRules {
  /** Bandwidth of all layer downloads together. */
  bytesPerSecond?: number | undefined;
  /** Break the connection of a layer download after so many bytes … */
  cutAfterBytes?: number | undefined;
  /** … so many times in all (default: always). */
  cutTimes?: number | undefined;
  /** Keep a layer download open for ever after so many bytes, sending nothing more. */
  stallAfterBytes?: number | undefined;
  /** Answer requests for manifests with this status. */
  manifestStatus?: 401 | 403 | 404 | 429 | 500 | undefined;
  /** Ask for this `user:password`. */
  basicAuth?: string | undefined;
}

export interface ProxyOptions extends ProxyRules {
  /** URL of the registry behind. */
  target: string;
  /** Address to listen on; default 127.0.0.1. */
  host?: string;
  port?: number;
}

export interface ProxyStats {
  /** `METHOD path`, in order of arrival. */
  requests: string[];
  /** Bytes of layers sent. */
  bytes: number;
  cuts: number;
  stalled: number;
}

export interface SlowProxy {
  /** `host:port`, to be used as the registry of an image name. */
  address: string;
  stats: ProxyStats;
  /** Changes the rules while it runs: downloads under way follow them, too (a stalled one stays so). */
  set(changes: ProxyRules): void;
  close(): Promise<void>;
}

export function startProxy(options: ProxyOptions): Promise<SlowProxy>;
