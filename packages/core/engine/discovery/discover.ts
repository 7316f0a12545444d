import { connectDocker } from '../docker/connect.ts';
import { type Engine, type EngineEndpoint, EngineError, type EngineInfo } from '../engine.ts';
import { cliFolder } from './contexts.ts';
import { type DiscoveryOptions, namedSource, type Source, sources } from './sources.ts';
import { type EngineCode, type Verdict, verdictOf } from './verdict.ts';

export interface EngineCandidate {
  endpoint: EngineEndpoint;
  /** Named by the user (flag, environment, context). */
  chosen: boolean;
  verdict: Verdict;
  /** Diagnose code; absent when the verdict is ok. */
  code?: EngineCode;
  /** What the system or the engine said. */
  detail: string;
  version?: string;
  apiVersion?: string;
  product?: EngineInfo['product'];
  latencyMs: number;
}

export type EngineChoice =
  | { ok: true; endpoint: EngineEndpoint }
  | { ok: false; code: EngineCode; url: string; detail: string };

/** Milliseconds for one candidate: all are tried at once, so all verdicts stand within two seconds. */
const limit = 1800;

/** Every place where an engine may be, each with its verdict. */
export async function discoverEngines(options: DiscoveryOptions): Promise<EngineCandidate[]> {
  const all = await sources(options);
  return Promise.all(all.map(async (source) => (await look(source, options)).candidate));
}

/** The engine to use: what the user named if anything is, else the first that answers. A named one is never passed over. */
export function chooseEngine(candidates: readonly EngineCandidate[]): EngineChoice {
  const chosen = candidates.find((c) => c.chosen);
  const pick =
    chosen ??
    candidates.find((c) => c.verdict === 'ok') ??
    candidates.find((c) => c.verdict !== 'absent') ??
    candidates[0];
  if (pick?.verdict === 'ok') return { ok: true, endpoint: pick.endpoint };
  const nothing = { url: '', detail: 'no engine socket was found', code: 'ENGINE_MISSING' as const };
  if (!pick) return { ok: false, ...nothing };
  return { ok: false, code: pick.code ?? 'ENGINE_UNREACHABLE', url: pick.endpoint.url, detail: pick.detail };
}

/**
 * The quick way for a command that only needs an engine: looks at what the user named alone, else at all places, and hands
 * over the connection that the look has opened.
 */
export async function findEngine(
  options: DiscoveryOptions,
): Promise<{ engine: Engine } | Extract<EngineChoice, { ok: false }>> {
  const named = await namedSource(options);
  const places = named ? [named] : (await sources(options)).filter((s) => !s.chosen);
  const looks = await Promise.all(places.map((s) => look(s, options, true)));
  const choice = chooseEngine(looks.map((l) => l.candidate));
  let engine: Engine | undefined;
  for (const l of looks) {
    if (choice.ok && l.candidate.endpoint === choice.endpoint) engine = l.engine;
    else l.engine?.close();
  }
  if (!choice.ok) return choice;
  return engine ? { engine } : { ok: false, code: 'ENGINE_UNREACHABLE', url: choice.endpoint.url, detail: '' };
}

/** Connects and asks who is there; the connection is kept open only if asked for. */
async function look(
  source: Source,
  options: DiscoveryOptions,
  keep = false,
): Promise<{ candidate: EngineCandidate; engine?: Engine }> {
  const begun = performance.now();
  const base = { endpoint: source.endpoint, chosen: source.chosen };
  const took = () => Math.round(performance.now() - begun);
  if (source.broken !== undefined) {
    const candidate = {
      ...base,
      verdict: 'error' as const,
      code: 'ENGINE_CONTEXT_BROKEN' as const,
      detail: source.broken,
      latencyMs: took(),
    };
    return { candidate };
  }
  const late = AbortSignal.timeout(limit);
  const signal = options.signal ? AbortSignal.any([options.signal, late]) : late;
  try {
    const engine = await connectDocker(source.endpoint, {
      signal,
      configDir: cliFolder(options.environment, options.home),
      ...(source.tls ? { tls: source.tls } : {}),
    });
    const info = await engine.info(signal).catch((error: unknown) => {
      engine.close();
      throw error;
    });
    const known = { version: info.version, apiVersion: info.apiVersion, product: info.product, latencyMs: took() };
    if (info.osType === 'windows') {
      engine.close();
      const detail = 'the engine runs Windows containers';
      return {
        candidate: { ...base, ...known, verdict: 'windows-containers', code: 'ENGINE_WINDOWS_CONTAINERS', detail },
      };
    }
    if (!keep) engine.close();
    return { candidate: { ...base, ...known, verdict: 'ok', detail: '' }, ...(keep ? { engine } : {}) };
  } catch (error) {
    if (options.signal?.aborted) throw options.signal.reason;
    const timedOut = late.aborted;
    const cause =
      error instanceof EngineError ? error : new EngineError(String(error), { operation: 'engine.connect' });
    return { candidate: { ...base, ...verdictOf(source.endpoint.url, cause, timedOut), latencyMs: took() } };
  }
}
