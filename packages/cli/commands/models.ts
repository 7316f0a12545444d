import type { ModelInfo, PullProgress } from '@sutazai/core/contract';
import { failure, fromDiagnosis } from '@sutazai/core/diagnose';
import type { Globals } from '../globals.ts';
import { failureLines, type Output, reportFailure } from '../output.ts';
import { pad } from '../view/screen.ts';
import { bytes } from '../words.ts';
import { withTalk } from './with-talk.ts';

/** list | pull NAME | remove NAME | check NAME [--agent A] */
export function models(args: unknown[], options: Globals & Record<string, unknown>): Promise<number> {
  const [action = 'list', name] = args as [string?, string?];
  return withTalk(options, async ({ talk, out, signal }) => {
    if (action === 'list') {
      const now = await talk.models.now(signal);
      if (now.server.problem) return reportFailure(fromDiagnosis(now.server.problem), out);
      list(now.models, out);
      return 0;
    }
    if (name === undefined)
      throw failure('USAGE', { reason: `models ${action} needs the name of a model`, command: 'models' });
    if (action === 'remove') {
      await talk.models.remove(name);
      out.note(`${name} is removed.`);
      return 0;
    }
    if (action === 'check') {
      const agent = await talk.agents.get(String(options.agent ?? 'langchain'), signal);
      const found = await talk.models.check(agent, name, signal);
      if (out.json) out.document(found);
      else for (const f of found.findings) for (const line of failureLines(f.diagnosis, out.colors)) out.print(line);
      if (!out.json && found.findings.length === 0) out.print(`${name} suits ${agent.title}.`);
      return found.ok ? 0 : 1;
    }
    await pull(talk.models.pull(name, signal), out);
    if (!out.json) out.note(`${name} is here.`);
    return 0;
  });
}

function list(all: readonly ModelInfo[], out: Output): void {
  if (out.json) {
    out.document(all);
    return;
  }
  if (all.length === 0) out.note('There is no model yet. Load one: sutazai models pull tinyllama');
  const width = Math.max(4, ...all.map((m) => m.name.length)) + 2;
  for (const m of all) {
    const window = m.loaded?.context ?? m.trainedContext;
    const facts = [
      pad(bytes(m.bytes), 9),
      pad(window === null ? '' : `${window} tokens`, 14),
      pad(m.loaded ? 'in memory' : '', 11),
      out.colors.dim(m.capabilities.join(', ')),
    ];
    out.print(`${pad(m.name, width)}${facts.join('')}`.trimEnd());
  }
}

/** One line that is drawn over at a terminal; each new step on a line of its own elsewhere. */
async function pull(progress: AsyncIterable<PullProgress>, out: Output): Promise<void> {
  let told = '';
  for await (const p of progress) {
    if (out.json) {
      out.document(p);
      continue;
    }
    const resumed = p.resumedBytes > 0 ? `, ${bytes(p.resumedBytes)} were here before` : '';
    const rate = p.bytesPerSecond > 0 ? `, ${bytes(p.bytesPerSecond)}/s` : '';
    const amount = p.totalBytes > 0 ? ` ${bytes(p.completedBytes)} of ${bytes(p.totalBytes)}${rate}${resumed}` : '';
    if (out.live) process.stderr.write(`\r\u001b[2K${p.status}${amount}`);
    else if (p.status !== told) out.note(`${p.status}${amount}`);
    told = p.status;
  }
  if (out.live) process.stderr.write('\r\u001b[2K');
}
