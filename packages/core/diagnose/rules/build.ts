import type { Rule } from './rule.ts';

const building = /build/;

/** Texts of the classic builder and of BuildKit. */
export const build: readonly Rule[] = [
  {
    code: 'BUILD_BUILDER_MISSING',
    text: [
      /buildx component is missing/i,
      /requires BuildKit/i,
      /no builder .* found/i,
      /buildx.*(?:unknown command|not found)/i,
      /failed to find driver/i,
    ],
  },
  {
    code: 'BUILD_DOCKERFILE_MISSING',
    text: [
      /cannot locate (?:specified )?Dockerfile:? ?(?<path>\S+)?/i,
      /failed to read dockerfile: open (?<path>[^\s:]+)/i,
      /Dockerfile (?<path>\S+) (?:not found|does not exist)/i,
      /no (?:Containerfile or )?Dockerfile (?:specified|found)/i,
      /^stat \S*?libpod_builder\d+\/build\/(?<path>[^\s:]+): no such file/i,
    ],
  },
  {
    code: 'BUILD_DOCKERFILE_SYNTAX',
    text: [
      /dockerfile parse error(?: on)?(?: line (?<line>\d+))?: (?<reason>.+)/i,
      /(?<reason>the Dockerfile \([^)]+\) cannot be empty)/i,
      /no build stage in current context/i,
      /(?<reason>no contents in|no FROM statement found)/i,
      /file with no instructions/i,
      /(?<reason>unknown instruction: \S+)/i,
    ],
  },
  {
    code: 'BUILD_TARGET_MISSING',
    text: [
      /failed to reach build target (?<target>\S+)/i,
      /target stage "?(?<target>[^\s"]+)"? could not be found/i,
      /the target "(?<target>[^"]+)" was not found in the provided Dockerfile/i,
    ],
  },
  {
    code: 'BUILD_COPY_MISSING',
    text: [
      /(?:COPY|ADD) failed: [^\n]*?stat (?<path>[^\s:]+)/i,
      /failed to (?:compute|calculate) (?:cache key|checksum)[^\n]*?"?(?<path>\/[^\s":]+)"?: not found/i,
      /checking on sources under [^\n]*stat: "(?<path>[^"]+)": no such file/i,
      /(?:COPY|ADD) failed: forbidden path outside the build context: (?<path>\S+)/i,
      /(?:COPY|ADD) failed: (?:file not found|no source files)/i,
      /"(?<path>\/[^"]+)" not found: not found/i,
    ],
  },
  {
    code: 'BUILD_CONTEXT_MISSING',
    text: [
      /path "(?<path>[^"]+)" not found/i,
      /unable to prepare context/i,
      /error (?:checking|from) context/i,
      /build context[^\n]*(?:no such file|not exist)/i,
      /resolve : lstat (?<path>[^\s:]+)/i,
    ],
    operation: building,
  },
  {
    code: 'BUILD_FAILED',
    text: [
      /the command '(?<step>.+?)' returned a non-zero code: (?<exitCode>\d+)/is,
      /process "(?<step>.+?)" did not complete successfully: exit code: (?<exitCode>\d+)/is,
      /building at STEP "(?<step>.+?)": [^\n]*exit status (?<exitCode>\d+)/is,
    ],
  },
];
/** Last resort for whatever a build says. */
export const buildRest: readonly Rule[] = [{ code: 'BUILD_FAILED', operation: building }];
