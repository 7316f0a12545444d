import type { Code } from './catalogue/index.ts';
import type { DiagnosisContext } from './classify.ts';
import { diagnose } from './diagnose.ts';
import type { Diagnosis } from './error.ts';
import { redact, redactTokens } from './redact.ts';
import type { Thrown } from './thrown.ts';

/** The compose loader's error: where the mistake stands goes into `location`, its hint becomes the first step. */
export function composeDiagnosis(code: Code, thrown: Thrown, context: DiagnosisContext): Diagnosis {
  const place = placeOf(thrown.record);
  const { file, line, column, key } = place;
  const service = /^services\.([^.[]+)/.exec(key ?? '')?.[1];
  const diagnosis = diagnose(
    code,
    {
      // Sentences such as "DB_PASSWORD: must be a text" stay readable; the values themselves are known secrets.
      reason: redactTokens(thrown.message, context.secrets).split('\n')[0],
      ...place,
      variable: text(thrown.record.variable) ?? variableIn(thrown.message),
      profile: text(thrown.record.profile),
      service: code === 'COMPOSE_UNKNOWN_SERVICE' ? text(thrown.record.service) : undefined,
      ...context.params,
    },
    {
      raw: redact(thrown.message, context.secrets),
      ...(file === undefined
        ? {}
        : {
            location: {
              file,
              ...(line === undefined ? {} : { line }),
              ...(column === undefined ? {} : { column }),
              ...(key === undefined ? {} : { key }),
            },
          }),
      ...(service === undefined ? {} : { service }),
      ...problemEvidence(thrown.record.problems),
    },
    context.platform,
  );
  const hint = text(thrown.record.hint);
  return hint === undefined ? diagnosis : { ...diagnosis, nextSteps: [redact(hint), ...diagnosis.nextSteps] };
}

interface Place {
  file?: string;
  line?: number;
  column?: number;
  key?: string;
}

function placeOf(record: Record<string, unknown>): Place {
  const file = text(record.file);
  const key = text(record.key);
  return {
    ...(file === undefined ? {} : { file }),
    ...(typeof record.line === 'number' ? { line: record.line } : {}),
    ...(typeof record.column === 'number' ? { column: record.column } : {}),
    ...(key === undefined ? {} : { key }),
  };
}

/** A loader that goes on after the first mistake lists all; each with its place, as `file:line:column: message`. */
function problemEvidence(problems: unknown): Pick<Diagnosis, 'evidence'> {
  if (!Array.isArray(problems) || problems.length < 2) return {};
  const lines = problems.map((problem: unknown) => {
    if (typeof problem !== 'object' || problem === null) return String(problem);
    const record = problem as Record<string, unknown>;
    const { file, line, column } = placeOf(record);
    const place = [file, line, column].filter((part) => part !== undefined).join(':');
    return `${place}${place === '' ? '' : ': '}${text(record.message) ?? ''}`;
  });
  return { evidence: [{ label: 'All problems', lines }] };
}

function variableIn(message: string): string | undefined {
  return /variable "?\$?\{?([A-Za-z_]\w*)/.exec(message)?.[1];
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
