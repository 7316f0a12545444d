// For esbuild: leaves out what dockerode pulls in for ssh and BuildKit sessions, which it does not do for us. It is half of
// the start-up time of the command line and of the window.
const unused = ['ssh2', 'cpu-features', '@grpc/grpc-js', '@grpc/proto-loader', 'protobufjs'];

/** An empty module in the place of each. */
export const withoutUnused = {
  name: 'without-unused',
  setup(build) {
    build.onResolve({ filter: new RegExp(`^(${unused.join('|')})(/|$)`) }, (args) => ({
      path: args.path,
      namespace: 'unused',
    }));
    build.onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: 'module.exports = {};' }));
  },
};
