import type { Rule } from './rule.ts';

const building = /build/;

/** Texts of the classic builder and of BuildKit. */
export const build: readonly Rule[] = [
  {
    code: 'BUILD_BUILDER_MISSING',
    text: /buildx component is missing|requires BuildKit|no builder .* found|buildx.*(?:unknown command|not found)|failed to find driver/i,
  },
  {
    code: 'BUILD_DOCKERFILE_MISSING',
    text: /cannot locate (?:specified )?Dockerfile:? ?(?<path>\S+)?|failed to read dockerfile: open (?<path2>[^\s:]+)|Dockerfile (?<path3>\S+) (?:not found|does not exist)|the Dockerfile \((?<path4>[^)]+)\) cannot be empty|no (?:Containerfile or )?Dockerfile (?:specified|found)/i,
  },
  {
    code: 'BUILD_DOCKERFILE_SYNTAX',
    text: /dockerfile parse error(?: on)?(?: line (?<line>\d+))?: (?<reason>.+)|no build stage in current context|file with no instructions|(?<reason2>unknown instruction: \S+)/i,
  },
  {
    code: 'BUILD_TARGET_MISSING',
    text: /failed to reach build target (?<target>\S+)|target stage "?(?<target2>[^\s"]+)"? could not be found/i,
  },
  {
    code: 'BUILD_COPY_MISSING',
    text: /(?:COPY|ADD) failed: [^\n]*?stat (?<path>[^\s:]+)|failed to (?:compute|calculate) (?:cache key|checksum)[^\n]*?"?(?<path2>\/[^\s":]+)"?: not found|(?:COPY|ADD) failed: (?:file not found|forbidden path|no source files)/i,
  },
  {
    code: 'BUILD_CONTEXT_MISSING',
    text: /unable to prepare context|path "(?<path>[^"]+)" not found|error (?:checking|from) context|build context[^\n]*(?:no such file|not exist)|resolve : lstat (?<path2>[^\s:]+)/i,
    operation: building,
  },
  {
    code: 'BUILD_FAILED',
    text: /the command '(?<step>[^']*(?:'[^']*)*?)' returned a non-zero code: (?<exitCode>\d+)|process "(?<step2>.+?)" did not complete successfully: exit code: (?<exitCode2>\d+)|building at STEP "(?<step3>.+?)": [^\n]*exit status (?<exitCode3>\d+)/is,
  },
];
/** Last resort for whatever a build says. */
export const buildRest: readonly Rule[] = [{ code: 'BUILD_FAILED', operation: building }];
