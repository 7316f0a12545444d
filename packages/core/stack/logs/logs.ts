import type { ContainerSummary, Engine } from '../../engine/index.ts';
import { label } from '../labels.ts';
import type { Selection, StackModel } from '../model.ts';
import { containersOf, selectedServices } from '../select.ts';
import type { LogsOptions, StackLogLine } from '../stack.ts';
import { followLogs } from './follow.ts';

/**
 * Log lines of the selected services. What is already written comes merged by time; with `follow`, what comes after it
 * as it comes, over restarts, recreations and the engine's own absence, each told by a seam.
 */
export async function* logs(
  engine: Engine,
  model: StackModel,
  selection: Selection,
  options: LogsOptions,
): AsyncIterable<StackLogLine> {
  const services = selectedServices(model, selection);
  if (options.follow) {
    yield* followLogs(engine, model, services, options);
    return;
  }
  const all = await engine.listContainers({ label: [`${label.project}=${model.project.name}`] }, options.signal);
  yield* pastLines(engine, containersOf(all, services), options);
}

/** Everything written so far, of all containers, in order of time. */
export async function* pastLines(
  engine: Engine,
  containers: readonly ContainerSummary[],
  options: LogsOptions,
): AsyncIterable<StackLogLine> {
  const sources = containers.map((c) => linesOf(engine, c, options)[Symbol.asyncIterator]());
  const heads = await Promise.all(sources.map((s) => s.next()));
  for (;;) {
    let first = -1;
    let firstLine: StackLogLine | undefined;
    for (const [i, head] of heads.entries()) {
      if (head.done) continue;
      if (!firstLine || head.value.timestamp < firstLine.timestamp) {
        first = i;
        firstLine = head.value;
      }
    }
    const source = sources[first];
    if (!firstLine || !source) return;
    yield firstLine;
    heads[first] = await source.next();
  }
}

/** One container's lines, without following. */
async function* linesOf(engine: Engine, c: ContainerSummary, options: LogsOptions): AsyncIterable<StackLogLine> {
  const service = c.labels[label.service] ?? '';
  const request = {
    signal: options.signal,
    ...(options.tail === undefined ? {} : { tail: options.tail }),
    ...(options.since === undefined ? {} : { since: options.since }),
    ...(options.until === undefined ? {} : { until: options.until }),
  };
  for await (const line of engine.logs(c.id, request)) {
    yield { kind: 'line', service, container: c.name, ...line };
  }
}
