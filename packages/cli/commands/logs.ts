import { once } from 'node:events';
import type { StackLogLine } from '@sutazai/core/stack';
import type { Globals } from '../globals.ts';
import type { Output } from '../output.ts';
import { moment, selectionOf, wholeNumber } from '../values.ts';
import { pad } from '../view/screen.ts';
import { withStack } from './with-stack.ts';

export function logs(args: unknown[], options: Globals & Record<string, unknown>): Promise<number> {
  const services = (args[0] ?? []) as string[];
  return withStack(options, services, async ({ stack, out, signal }) => {
    const project = `${stack.model.project.name}-`;
    const width = Math.max(...Object.keys(stack.model.project.services).map((s) => s.length)) + 2;
    const lines = stack.logs(selectionOf(services, options), {
      signal,
      ...(options.follow ? { follow: true } : {}),
      ...(options.tail === undefined ? {} : { tail: wholeNumber(options.tail, '--tail') }),
      ...(options.since === undefined ? {} : { since: moment(String(options.since), '--since') }),
      ...(options.until === undefined ? {} : { until: moment(String(options.until), '--until') }),
    });
    for await (const line of lines) {
      const text = out.json
        ? JSON.stringify(line)
        : lineText(
            line,
            { project, width, prefix: options.prefix !== false, times: options.timestamps === true },
            out.colors,
          );
      // A slow reader is waited for: lines must not pile up in memory.
      if (!process.stdout.write(`${text}\n`)) await once(process.stdout, 'drain');
    }
    return 0;
  });
}

interface Form {
  project: string;
  width: number;
  prefix: boolean;
  times: boolean;
}

function lineText(line: StackLogLine, form: Form, c: Output['colors']): string {
  if (line.kind === 'seam') return seamText(line, form, c);
  const name = line.container.replace(form.project, '');
  const prefix = form.prefix ? `${color(line.service, c)(pad(name, form.width))} ${c.dim('│')} ` : '';
  return `${prefix}${form.times ? `${c.dim(line.timestamp)} ` : ''}${line.text}`;
}

const words = {
  started: 'started',
  restarted: 'restarted',
  recreated: 'replaced by a new container',
  exited: 'exited',
  'engine-lost': 'the engine went away; waiting for it',
  'engine-back': 'the engine is back',
};

function seamText(line: Extract<StackLogLine, { kind: 'seam' }>, form: Form, c: Output['colors']): string {
  const name = line.container ? `${line.container.replace(form.project, '')} ` : '';
  const time = new Date(line.timestamp).toTimeString().slice(0, 8);
  const code = line.exitCode === undefined ? '' : ` (exit ${line.exitCode})`;
  return c.yellow(`── ${name}${words[line.reason]} ${time}${code} ──`);
}

/** The same service always has the same colour. */
function color(service: string, c: Output['colors']): (text: string) => string {
  const all = [c.cyan, c.green, c.magenta, c.blue, c.yellow, c.red];
  const sum = [...service].reduce((n, ch) => n + ch.charCodeAt(0), 0);
  return all[sum % all.length] ?? c.cyan;
}
