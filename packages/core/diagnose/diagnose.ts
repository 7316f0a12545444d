import { fill, type Params } from '../template.ts';
import { type Code, entryOf, isCode } from './catalogue/index.ts';
import { type Diagnosis, type ExitCode, SutazaiError } from './error.ts';
import { currentPlatform, type Platform } from './platform.ts';
import { redact, redactTokens } from './redact.ts';

/**
 * The diagnosis of a code with its texts filled in. `params.service` also becomes the diagnosis' service. What `extra` gives
 * wins over the catalogue; `raw` and `evidence` are redacted here, so callers need not think of it.
 */
export function diagnose(
  code: Code,
  params: Params = {},
  extra: Partial<Diagnosis> = {},
  platform: Platform = currentPlatform(),
): Diagnosis {
  const entry = entryOf(code);
  const clean = withSynonyms(cleanParams(params));
  const service = extra.service ?? clean.service;
  const { raw, evidence, ...rest } = extra;
  const steps = stepsOn(code, platform);
  const own = (['title', 'cause'] as const).filter((part) => rest[part] !== undefined);
  return {
    code,
    title: fill(entry.title, clean),
    cause: fill(entry.cause, clean),
    nextSteps: steps.map((step) => fill(step.text, clean)),
    severity: entry.severity,
    words: {
      params: Object.fromEntries(Object.entries(clean).flatMap(([k, v]) => (v === undefined ? [] : [[k, String(v)]]))),
      steps: rest.nextSteps ? [] : steps.map((step) => step.at),
      ...(own.length ? { own } : {}),
    },
    ...rest,
    ...(service === undefined ? {} : { service: String(service) }),
    ...(raw === undefined ? {} : { raw: redact(raw) }),
    ...(evidence === undefined ? {} : { evidence: evidence.map(redactEvidence) }),
  };
}

export interface FailureOptions {
  /** What was caught; kept for the log, never shown. */
  cause?: unknown;
  /** Parts of the diagnosis that the catalogue does not give. */
  extra?: Partial<Diagnosis>;
  /** Only where the same code means something else at this place. */
  exitCode?: ExitCode;
  platform?: Platform;
}

/** The error to throw for a code, with the catalogue's exit code. */
export function failure(code: Code, params: Params = {}, options: FailureOptions = {}): SutazaiError {
  const diagnosis = diagnose(code, params, options.extra, options.platform);
  const exitCode = options.exitCode ?? exitCodeOf(code);
  return new SutazaiError(diagnosis, exitCode, 'cause' in options ? { cause: options.cause } : undefined);
}

/** The error to throw for a diagnosis made before. */
export function fromDiagnosis(diagnosis: Diagnosis, options?: { cause?: unknown }): SutazaiError {
  return new SutazaiError(diagnosis, isCode(diagnosis.code) ? exitCodeOf(diagnosis.code) : 1, options);
}

/** The command line's exit code for a code of the catalogue. */
export function exitCodeOf(code: Code): ExitCode {
  return entryOf(code).exit;
}

/** The step templates that apply on a platform, in order, each with its place among all of them. */
export function stepsOn(code: Code, platform: Platform): { text: string; at: number }[] {
  return entryOf(code).next.flatMap((step, at) =>
    typeof step === 'string' ? [{ text: step, at }] : step.on.includes(platform) ? [{ text: step.do, at }] : [],
  );
}

/** As one text, because a private key goes over many lines. */
function redactEvidence({ label, lines }: { label: string; lines: string[] }): { label: string; lines: string[] } {
  return { label, lines: lines.length === 0 ? [] : redact(lines.join('\n')).split('\n') };
}

function cleanParams(params: Params): Params {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'string' ? shortIds(redactTokens(value)).replace(/\s+/g, ' ').trim() : value,
    ]),
  );
}

/** Names that callers use for what the texts call otherwise. */
function withSynonyms(params: Params): Params {
  const { url, detail, endpoint = url, reason = detail } = params;
  return { ...params, endpoint, reason };
}

/** Ids of 64 digits as people know them, with 12. */
function shortIds(text: string): string {
  return text.replace(/\b([0-9a-f]{12})[0-9a-f]{52}\b/g, '$1');
}
