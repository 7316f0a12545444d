import { busybox } from './engine-client.mjs';
import { tar } from './tar.mjs';

const pull = (name, options) => (engine, lab) => engine.pull(`${lab.registry}/t-diag/${name}:1`, options);
const build =
  (dockerfile, query = '', files = {}) =>
  (engine) =>
    engine.build(tar({ Dockerfile: dockerfile, ...files }), query);
const kit = '&version=2';

/** Pulls from registries that fail. */
export const pullCases = [
  ['PULL_DENIED', pull('denied')],
  ['PULL_DENIED', pull('forbidden')],
  ['PULL_NOT_FOUND', pull('missing')],
  ['PULL_NOT_FOUND', pull('name-unknown')],
  ['PULL_RATE_LIMITED', pull('limited')],
  ['PULL_REGISTRY_ERROR', pull('broken')],
  ['PULL_REGISTRY_ERROR', pull('unavailable')],
  ['PULL_FORMAT', pull('schema')],
  [{ containerd: 'PULL_CORRUPT', others: 'PULL_FORMAT' }, pull('strange')],
  ['PULL_PLATFORM', pull('platform')],
  ['PULL_PLATFORM', pull('platform', '&platform=linux/arm64/v8')],
  ['PULL_CORRUPT', pull('corrupt')],
  ['PULL_EOF', pull('eof')],
  [{ containerd: 'PULL_CORRUPT', others: 'PULL_EOF' }, pull('cut')],
  [{ containerd: 'PULL_CORRUPT', others: 'PULL_EOF' }, pull('no-range')],
  ['PULL_HTTP_REGISTRY', (engine, lab) => engine.pull(`${lab.outerRegistry}/t-diag/missing:1`)],
  ['PULL_TLS', (engine, lab) => engine.pull(`${lab.tlsRegistry}/t-diag/missing:1`)],
  ['PULL_REGISTRY_UNREACHABLE', (engine) => engine.pull('127.0.0.1:1/x/y:1')],
  ['PULL_REGISTRY_UNREACHABLE', (engine) => engine.pull('registry.invalid/x/y:1')],
  ['IMAGE_REFERENCE_INVALID', (engine) => engine.pull('Upper/Case:1')],
];

/** Builds that fail, with both builders. */
export const buildCases = [
  ['BUILD_FAILED', build(`FROM ${busybox}\nRUN echo before; exit 7\n`)],
  ['BUILD_FAILED', build(`FROM ${busybox}\nRUN no-such-program\n`)],
  ['BUILD_COPY_MISSING', build(`FROM ${busybox}\nCOPY nothing /x\n`)],
  ['BUILD_COPY_MISSING', build(`FROM ${busybox}\nADD ../outside /x\n`)],
  ['BUILD_DOCKERFILE_MISSING', build('', '&dockerfile=other/Dockerfile')],
  ['BUILD_DOCKERFILE_SYNTAX', build('')],
  ['BUILD_DOCKERFILE_SYNTAX', build('FROMM x\n')],
  ['BUILD_DOCKERFILE_SYNTAX', build('# nothing but a comment\n')],
  ['BUILD_DOCKERFILE_SYNTAX', build('RUN true\n')],
  ['BUILD_TARGET_MISSING', build(`FROM ${busybox} AS one\n`, '&target=two')],
  ['IMAGE_REFERENCE_INVALID', build('FROM two:colons:1\n')],
  ['BUILD_BUILDER_MISSING', build(`FROM ${busybox}\nRUN --mount=type=cache,target=/c true\n`)],
  ['PULL_REGISTRY_UNREACHABLE', build('FROM registry.invalid/x/y:1\n')],
  ['BUILD_FAILED', build(`FROM ${busybox}\nRUN exit 9\n`, kit)],
  ['BUILD_COPY_MISSING', build(`FROM ${busybox}\nCOPY nothing /x\n`, kit)],
  ['BUILD_DOCKERFILE_MISSING', build('', `${kit}&dockerfile=other`)],
  ['BUILD_DOCKERFILE_SYNTAX', build('FROMM x\n', kit)],
  ['BUILD_TARGET_MISSING', build(`FROM ${busybox} AS one\n`, `${kit}&target=two`)],
  ['PULL_REGISTRY_UNREACHABLE', build('FROM registry.invalid/x/y:1\n', kit)],
  [
    'PULL_NOT_FOUND',
    (engine, lab) => engine.build(tar({ Dockerfile: `FROM ${lab.registry}/t-diag/missing:1\n` }), kit),
  ],
];
