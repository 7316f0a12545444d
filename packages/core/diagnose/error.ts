/** One thing that went wrong, in words a person can act on. Everything that leaves the core as a failure is one of these. */
export interface Diagnosis {
  /** Stable identifier from the catalogue, e.g. `PORT_TAKEN`. */
  code: string;
  /** One line that names what failed, with the particulars filled in ("Port 127.0.0.1:5432 is taken by …"). */
  title: string;
  /** Why it happened, in a sentence or two. */
  cause: string;
  /** What to do next, most useful first. Commands stand in backticks. */
  nextSteps: string[];
  /** How bad it is by itself; absent means `error`. */
  severity?: Severity;
  /** Service the failure belongs to, if it is one service's. */
  service?: string;
  /** Where in a file the mistake stands, if it stands in one. Line and column count from 1. */
  location?: Location;
  /** The engine's or system's own words, for the one click behind. Already redacted. */
  raw?: string;
  /** Further evidence: probe outputs, last log lines. Already redacted. */
  evidence?: { label: string; lines: string[] }[];
  /** What the catalogue's texts were filled with, for whoever says them in another language. Already redacted. */
  words?: DiagnosisWords;
}

export interface DiagnosisWords {
  params: Record<string, string>;
  /** Places in the catalogue's `next` of the last of `nextSteps`; what stands before those was said by the caller. */
  steps: number[];
  /** Parts that the caller said in its own words. */
  own?: ('title' | 'cause')[];
}

export type Severity = 'error' | 'warning' | 'info';

export interface Location {
  file: string;
  line?: number;
  column?: number;
  /** Dotted path of the setting, e.g. `services.db.ports[0]`. */
  key?: string;
}

/** Process exit codes of the command line, see docs/errors.md. */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 130;

/** The only error type that leaves the core on purpose; anything else is a defect. */
export class SutazaiError extends Error {
  override readonly name = 'SutazaiError';
  constructor(
    readonly diagnosis: Diagnosis,
    readonly exitCode: ExitCode = 1,
    options?: { cause?: unknown },
  ) {
    super(diagnosis.title, options);
  }
  get code(): string {
    return this.diagnosis.code;
  }
}
