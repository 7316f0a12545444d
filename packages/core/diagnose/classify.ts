import type { Params } from '../template.ts';
import type { Code } from './catalogue/index.ts';
import { diagnose } from './diagnose.ts';
import type { Diagnosis } from './error.ts';
import { currentPlatform, type Platform } from './platform.ts';
import { redact, redactTokens } from './redact.ts';
import { firstMatch } from './rules/first-match.ts';
import { type Rule, rules } from './rules/index.ts';
import { resources } from './rules/resources.ts';
import { actionOf, subjectParams } from './subject.ts';
import { core } from './wording.ts';

/** What an engine said, in the shape of EngineError's message and detail. */
export interface Classifiable {
  message: string;
  operation?: string;
  /** HTTP status, if the engine answered. */
  status?: number;
  /** System error code, if it did not. */
  syscallCode?: string;
  /** Container, image, network … the call was about. */
  subject?: string;
}

/** What the caller knows and the error does not say. */
export interface DiagnosisContext {
  /** What was being done, if the error does not carry it, e.g. `container.start`. */
  operation?: string;
  service?: string | undefined;
  image?: string;
  network?: string;
  volume?: string;
  /** Shown with the diagnosis, e.g. the last lines of a build. Redacted here. */
  evidence?: { label: string; lines: string[] }[];
  /** Address of the engine, for failures to reach it. */
  endpoint?: string;
  /** Values to be masked in what is shown. */
  secrets?: readonly string[];
  platform?: Platform;
  /** Further particulars, stronger than those found in the text: `owner` of a port, `image`, `project` … */
  params?: Params;
}

/** Characters of a text that are looked at: engines put what matters at the beginning, and some repeat whole logs. */
const longest = 16_000;

/** Finds the code for an engine's error. Never throws; what is not known becomes ENGINE_ERROR with the raw text. */
export function classify(error: Classifiable, context: DiagnosisContext = {}): Diagnosis {
  const message = typeof error?.message === 'string' ? error.message.slice(0, longest) : '';
  const operation = error?.operation ?? context.operation;
  const found = deeper(recognise({ ...error, message, ...(operation === undefined ? {} : { operation }) }), context);
  return diagnose(
    found?.code ?? 'ENGINE_ERROR',
    {
      reason: core(redact(message, context.secrets)),
      action: actionOf(operation),
      subject: error?.subject,
      ...subjectParams(operation, error?.subject),
      ...masked(found?.params ?? {}, context.secrets),
      ...contextParams(context),
    },
    { raw: redact(message, context.secrets), ...shownEvidence(context) },
    context.platform ?? currentPlatform(),
  );
}

/** The particulars that the caller gave; they are stronger than what was read out of a text. */
export function contextParams(context: DiagnosisContext): Params {
  const { service, image, network, volume, endpoint } = context;
  const given = { service, image, network, volume, endpoint, ...context.params };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

export function shownEvidence(context: DiagnosisContext): Pick<Diagnosis, 'evidence'> {
  const parts = context.evidence?.filter((part) => part.lines.length > 0) ?? [];
  if (parts.length === 0) return {};
  return {
    evidence: parts.map(({ label, lines }) => ({
      label,
      lines: redact(lines.join('\n'), context.secrets).split('\n'),
    })),
  };
}

/** A build step fails with nothing but an exit code; why it did stands in its output. */
function deeper(found: Recognised | undefined, context: DiagnosisContext): Recognised | undefined {
  if (found?.code !== 'BUILD_FAILED') return found;
  const output = context.evidence?.flatMap((part) => part.lines).join('\n') ?? '';
  return recognise({ message: output.slice(-longest) }, resources) ?? found;
}

interface Recognised {
  code: Code;
  params: Params;
}

/** The first rule that holds, with the parameters its pattern found. */
export function recognise(error: Classifiable, among: readonly Rule[] = rules): Recognised | undefined {
  for (const rule of among) {
    const params = match(rule, error);
    if (params) return { code: rule.code, params };
  }
  return undefined;
}

function match(rule: Rule, error: Classifiable): Params | undefined {
  if (rule.syscall && !(error.syscallCode && rule.syscall.includes(error.syscallCode))) return undefined;
  if (rule.status && !(error.status && rule.status.includes(error.status))) return undefined;
  if (rule.operation && !rule.operation.test(error.operation ?? '')) return undefined;
  if (!rule.text) return rule.params ?? {};
  const found = firstMatch(rule.text, error.message);
  return found ? { ...rule.params, ...found } : undefined;
}

/** What was read out of a text, with what follows from it. */
function masked(found: Params, secrets: readonly string[] | undefined): Params {
  const all = { ...found, ...derived(found) };
  return Object.fromEntries(
    Object.entries(all).map(([name, value]) => [
      name,
      typeof value === 'string' ? redactTokens(value, secrets) : value,
    ]),
  );
}

/** What follows from what was found. */
function derived(params: Params): Params {
  const port = typeof params.address === 'string' ? /:(\d+)$/.exec(params.address)?.[1] : params.port;
  const limit = params.limit ?? (params.rlimit === undefined ? undefined : rlimits[Number(params.rlimit)]);
  return {
    ...(port === undefined ? {} : { port }),
    ...(params.address === undefined && port !== undefined ? { address: port } : {}),
    ...(typeof params.sysctl === 'string' ? { sysctl: params.sysctl.replaceAll('/', '.') } : {}),
    ...(limit === undefined ? {} : { limit: String(limit).toLowerCase() }),
  };
}

/** Linux' numbers of resource limits (asm-generic/resource.h); runc names only the number. */
const rlimits = [
  'cpu',
  'fsize',
  'data',
  'stack',
  'core',
  'rss',
  'nproc',
  'nofile',
  'memlock',
  'as',
  'locks',
  'sigpending',
  'msgqueue',
  'nice',
  'rtprio',
  'rttime',
];
