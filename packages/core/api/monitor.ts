import { queryPrometheus } from '../metrics/index.ts';
import { os } from './base.ts';
import { always } from './host.ts';

export const monitor = {
  live: os.monitor.live.handler(async function* ({ context, signal }) {
    yield* context.host.sampler.live(always(signal));
  }),
  history: os.monitor.history.handler(({ context, input }) => ({ series: context.host.history.points(input) })),
  events: os.monitor.events.handler(({ context, input }) => context.host.history.marksBetween(input.from, input.to)),
  prometheus: os.monitor.prometheus.handler(async ({ context: { host }, input, signal }) =>
    queryPrometheus(await host.model(), host.status.current, input, signal),
  ),
};
