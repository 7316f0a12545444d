/** Why a project could not be loaded; each is a code of the error catalogue. */
export type ComposeErrorCode =
  | 'COMPOSE_FILE_NOT_FOUND'
  | 'COMPOSE_FILE_UNREADABLE'
  | 'COMPOSE_YAML_SYNTAX'
  | 'COMPOSE_SCHEMA'
  | 'COMPOSE_INTERPOLATION'
  | 'COMPOSE_REQUIRED_VARIABLE'
  | 'COMPOSE_INCLUDE'
  | 'COMPOSE_EXTENDS'
  | 'COMPOSE_CYCLE'
  | 'COMPOSE_UNDEFINED_REFERENCE'
  | 'COMPOSE_PROJECT_NAME'
  | 'COMPOSE_UNKNOWN_SERVICE'
  | 'COMPOSE_ENV_FILE'
  | 'COMPOSE_INCONSISTENT'
  | 'COMPOSE_NO_SERVICE';

/** Where in the user's files: 1-based line and column, and the key's path such as `services.web.ports[0]`. */
export interface Place {
  file?: string;
  line?: number;
  column?: number;
  key?: string;
}

export interface ComposeProblem extends Place {
  message: string;
}

export class ComposeError extends Error {
  override readonly name = 'ComposeError';
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly key?: string;
  readonly hint?: string;
  /** Everything that is wrong, if more than one thing is. */
  readonly problems: readonly ComposeProblem[];

  constructor(
    readonly code: ComposeErrorCode,
    message: string,
    place: Place & { hint?: string; problems?: readonly ComposeProblem[] } = {},
  ) {
    super(message);
    const { problems, ...rest } = place;
    Object.assign(this, rest);
    this.problems = problems ?? [{ message, ...rest }];
  }
}

/** A plain YAML value. */
export type Value = string | number | boolean | null | Value[] | { [key: string]: Value };
export type Mapping = { [key: string]: Value };

export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
