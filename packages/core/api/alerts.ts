import { os } from './base.ts';
import { always } from './host.ts';

export const alerts = {
  watch: os.alerts.watch.handler(async function* ({ context, signal }) {
    yield* context.host.alerts.watch(always(signal));
  }),
};
