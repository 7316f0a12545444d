import { momentOrUndefined } from '../compose/index.ts';
import { failure } from '../diagnose/index.ts';
import { overview } from '../hosting/index.ts';
import { applyPortFix } from '../stack/index.ts';
import { given, os } from './base.ts';
import { batches } from './batches.ts';
import { begin } from './begin.ts';
import { always } from './host.ts';

export const stack = {
  overview: os.stack.overview.handler(({ context: { host } }) => overview(host.openOptions(), host.store)),
  watch: os.stack.watch.handler(async function* ({ context, signal }) {
    yield* context.host.status.watch(always(signal));
  }),
  preflight: os.stack.preflight.handler(({ context: { host }, input, signal }) => {
    host.renew();
    return host.stack.use((s) => s.preflight(given({ proveGpu: input?.proveGpu, signal })));
  }),
  plan: os.stack.plan.handler(({ context: { host }, input, signal }) => {
    const { selection, ...choices } = input ?? {};
    host.renew();
    return host.stack.use((s) =>
      s.plan({ ...given({ ...choices, signal }), ...(selection ? { selection: given(selection) } : {}) }),
    );
  }),
  fixPort: os.stack.fixPort.handler(async ({ context: { host }, input }) => {
    await applyPortFix(host.options.stateDir, await host.model(), input);
    host.renew();
  }),
  begin: os.stack.begin.handler(({ context, input }) => begin(context.host, input)),
  operation: os.stack.operation.handler(async function* ({ context, signal }) {
    yield* context.host.operations.watch(always(signal));
  }),
  cancel: os.stack.cancel.handler(({ context, input }) => {
    context.host.operations.cancel(input.id);
  }),
  logs: os.stack.logs.handler(async function* ({ context, input, signal }) {
    const { services, tier, since, until, ...rest } = input ?? {};
    const lines = context.host.stack.stream((s) =>
      s.logBatches(given({ services, tier }), {
        ...given(rest),
        ...(since === undefined ? {} : { since: moment(since) }),
        ...(until === undefined ? {} : { until: moment(until) }),
        signal: always(signal),
      }),
    );
    yield* batches(lines, { most: 1000, wait: 50 });
  }),
  diagnose: os.stack.diagnose.handler(({ context, input, signal }) =>
    context.host.stack.use((s) => s.diagnose(input.service, given({ signal }))),
  ),
};

function moment(text: string): string {
  const time = momentOrUndefined(text);
  if (time !== undefined) return time;
  const reason = `"${text}" is neither a time nor a duration`;
  throw failure('USAGE', { reason }, { extra: { title: reason } });
}
