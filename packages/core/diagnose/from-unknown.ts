import { type Code, isCode } from './catalogue/index.ts';
import { classify, contextParams, type DiagnosisContext, shownEvidence } from './classify.ts';
import { diagnose, exitCodeOf } from './diagnose.ts';
import { SutazaiError } from './error.ts';
import { composeDiagnosis } from './from-compose.ts';
import { redact } from './redact.ts';
import { engineError, isAbort, shapeOf, type Thrown } from './thrown.ts';
import { core } from './wording.ts';

/**
 * Turns whatever was thrown into the one error type that leaves the core. Errors of the other areas are known by their shape
 * (`code` COMPOSE_*, `code` STATE_*, `detail.operation`), so that this folder imports none of them. Never throws.
 */
export function fromUnknown(error: unknown, context: DiagnosisContext = {}): SutazaiError {
  if (error instanceof SutazaiError) return error;
  const thrown = shapeOf(error);
  const diagnosis = diagnosisOf(thrown, context);
  const code = isCode(diagnosis.code) ? diagnosis.code : 'INTERNAL';
  return new SutazaiError(diagnosis, exitCodeOf(code), { cause: error });
}

function diagnosisOf(thrown: Thrown, context: DiagnosisContext) {
  const { code } = thrown;
  if (isAbort(thrown)) return diagnose('CANCELLED', contextParams(context), {}, context.platform);
  if (thrown.name === 'TimeoutError') {
    return diagnose('READY_TIMEOUT', contextParams(context), raw(thrown, context), context.platform);
  }
  if (isCode(code) && code.startsWith('COMPOSE_')) return composeDiagnosis(code, thrown, context);
  const engine = engineError(thrown);
  if (engine) return classify(engine, context);
  if (isCode(code)) return coded(code, thrown, context);
  const system = code !== undefined && Object.hasOwn(systemCodes, code) ? systemCodes[code] : undefined;
  if (system) return coded(system, thrown, context);
  return internal(thrown, context);
}

/** An error that carries a code of the catalogue itself, such as the store's STATE_*. Its plain fields are the parameters. */
function coded(code: Code, thrown: Thrown, context: DiagnosisContext) {
  const params: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(thrown.record)) {
    if (!notParams.has(name) && (typeof value === 'string' || typeof value === 'number')) params[name] = value;
  }
  return diagnose(
    code,
    { reason: core(redact(thrown.message, context.secrets)), ...params, ...contextParams(context) },
    { ...raw(thrown, context), ...shownEvidence(context) },
    context.platform,
  );
}

const notParams = new Set(['name', 'message', 'stack', 'code']);

/** Of files of ours and the user's; those of the engine's connection come as an EngineError. */
const systemCodes: Readonly<Record<string, Code>> = {
  ENOSPC: 'DISK_FULL',
  EDQUOT: 'DISK_FULL',
  EACCES: 'FILE_DENIED',
  EPERM: 'FILE_DENIED',
  EROFS: 'FILE_DENIED',
  ENOENT: 'FILE_MISSING',
  EMFILE: 'FILE_LIMIT',
  ENFILE: 'FILE_LIMIT',
  EADDRINUSE: 'PORT_TAKEN',
};

/** The stack is a detail for a report and never part of the title. */
function internal(thrown: Thrown, context: DiagnosisContext) {
  const firstLine = redact(thrown.message, context.secrets).split('\n')[0] ?? '';
  const stack = (thrown.stack ?? '').split('\n').slice(0, 12);
  return diagnose(
    'INTERNAL',
    { reason: core(firstLine), ...contextParams(context) },
    {
      ...raw(thrown, context),
      ...(thrown.stack ? { evidence: [{ label: 'Where', lines: maskAll(stack, context) }] } : {}),
    },
    context.platform,
  );
}

function raw(thrown: Thrown, context: DiagnosisContext): { raw?: string } {
  return thrown.message === '' ? {} : { raw: redact(thrown.message, context.secrets) };
}

function maskAll(lines: string[], context: DiagnosisContext): string[] {
  return redact(lines.join('\n'), context.secrets).split('\n');
}
