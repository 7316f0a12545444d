import { currentPlatform } from '../diagnose/index.ts';
import { os } from './base.ts';

export const host = {
  info: os.host.info.handler(async ({ context: { host } }) => {
    const { version, mode, stateDir, platform, files } = host.options;
    const model = await host.model().catch(() => undefined);
    return {
      version,
      platform,
      wsl: currentPlatform() === 'wsl',
      mode,
      stateDir,
      project: model?.project.name ?? host.project,
      files: model?.files ?? files ?? [],
      locale: Intl.DateTimeFormat().resolvedOptions().locale,
      startedAt: host.startedAt,
    };
  }),
  notices: os.host.notices.handler(async function* ({ context, signal }) {
    yield* context.host.notices.watch(always(signal));
  }),
  dismiss: os.host.dismiss.handler(({ context, input }) => {
    context.host.notices.remove(input.code);
  }),
};

/** Every transport gives a signal; a call from within the process may have none, and then never ends by itself. */
export function always(signal: AbortSignal | undefined): AbortSignal {
  return signal ?? new AbortController().signal;
}
