/** One fault of a request's part: where (`body.points.0.vector`) and what. */
export interface Fault {
  path: string;
  message: string;
}

/** What every service answers with when it does not do what was asked. */
export interface ProblemBody {
  error: {
    code: string;
    message: string;
    next_step: string;
    details: Fault[];
    request_id?: string;
  };
}

/** A failure that the caller can be told as it is: status, code and a next step. Everything else becomes a plain 500. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly code: string;
  readonly nextStep: string;
  readonly details: Fault[];
  /** Seconds after which the same request may succeed (sent as Retry-After). */
  readonly retryAfter: number | undefined;

  constructor(
    status: number,
    code: string,
    message: string,
    nextStep: string,
    more: { details?: Fault[]; retryAfter?: number; cause?: unknown } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.status = status;
    this.code = code;
    this.nextStep = nextStep;
    this.details = more.details ?? [];
    this.retryAfter = more.retryAfter;
  }

  body(requestId?: string): ProblemBody {
    return {
      error: {
        code: this.code,
        message: this.message,
        next_step: this.nextStep,
        details: this.details,
        ...(requestId === undefined ? {} : { request_id: requestId }),
      },
    };
  }
}

/** A thing that is not there; `known` are the names that are, so that a typing error shows. */
export function notFound(what: string, name: string, known: readonly string[], code = 'NOT_FOUND'): Problem {
  const list = known.slice(0, 50).join(', ');
  return new Problem(
    404,
    code,
    `There is no ${what} “${name.slice(0, 120)}”.`,
    known.length > 0 ? `Use one of these: ${list}.` : `There is no ${what} yet; make one first.`,
    { details: known.slice(0, 50).map((k) => ({ path: what, message: k })) },
  );
}
