import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { serveWeb, standardPort, type WebHost } from '@sutazai/core/api';
import { fromUnknown } from '@sutazai/core/diagnose';
import { type Host, openHost } from '@sutazai/core/host';
import { cancellation } from '../cancel.ts';
import { type Globals, openOptions } from '../globals.ts';
import { output, reportFailure } from '../output.ts';
import { wholeNumber } from '../values.ts';
import { version } from '../version.ts';

/** Serves the pages until Ctrl-C. The stack goes on running when this ends. */
export async function serve(options: Globals & Record<string, unknown>): Promise<number> {
  const out = output(options);
  const cancel = cancellation(() => out.note('Ending … (Ctrl-C again to leave at once)'));
  let host: Host | undefined;
  let web: WebHost | undefined;
  try {
    const port = options.port === undefined ? standardPort : wholeNumber(options.port, '--port');
    host = await openHost({ ...openOptions(options, []), version, mode: 'browser' });
    web = await serveWeb({ host, port, pages: pagesFolder() });
    const { link, origin } = web;
    if (out.json) out.document({ link, origin, port: web.port, pid: process.pid, project: host.project });
    else {
      out.print(`SutazAI is served at ${out.colors.cyan(link)}`);
      out.note(
        out.colors.dim('The link holds a key: whoever has it may use this stack. Only this machine can reach it.'),
      );
      out.note(out.colors.dim('Ctrl-C ends the page; the stack goes on running.'));
    }
    if (options.open) openBrowser(link);
    await new Promise((resolve) => cancel.signal.addEventListener('abort', resolve, { once: true }));
    return 0;
  } catch (error) {
    return reportFailure(fromUnknown(error), out);
  } finally {
    await web?.close();
    await host?.close();
    cancel.done();
  }
}

/** Beside the bundle; in the repository, where the renderer's build puts them. */
function pagesFolder(): string {
  const places = ['./renderer', '../../../apps/renderer/dist'].map((p) => fileURLToPath(new URL(p, import.meta.url)));
  return places.find((p) => existsSync(p)) ?? places[0] ?? '';
}

/** A browser that cannot be opened is no failure: the link is printed. */
function openBrowser(link: string): void {
  const [command, args] =
    process.platform === 'win32'
      ? ['rundll32', ['url.dll,FileProtocolHandler', link]]
      : process.platform === 'darwin'
        ? ['open', [link]]
        : ['xdg-open', [link]];
  execFile(command as string, args as string[], () => undefined);
}
