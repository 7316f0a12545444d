import { setMaxListeners } from 'node:events';
import type { ContainerSummary, Engine, LogLine } from '../../engine/index.ts';
import { label } from '../labels.ts';
import type { Selection, StackModel } from '../model.ts';
import { containersOf, selectedServices } from '../select.ts';
import type { LogsOptions, StackLogLine } from '../stack.ts';
import { followLogs } from './follow.ts';

/** Lines that are given together at most, of what is already written. */
const together = 1000;

/**
 * Log lines of the selected services. What is already written comes merged by time; with `follow`, what comes after it
 * as it comes, over restarts, recreations and the engine's own absence, each told by a seam. Lines that are there together
 * come together, never none.
 */
export async function* logBatches(
  engine: Engine,
  model: StackModel,
  selection: Selection,
  options: LogsOptions,
): AsyncIterable<StackLogLine[]> {
  const services = selectedServices(model, selection);
  if (options.follow) {
    yield* followLogs(engine, model, services, options);
    return;
  }
  setMaxListeners(0, options.signal);
  const all = await engine.listContainers({ label: [`${label.project}=${model.project.name}`] }, options.signal);
  yield* pastLines(engine, containersOf(all, services), options);
}

/** The same, one by one. */
export async function* logs(...parts: Parameters<typeof logBatches>): AsyncIterable<StackLogLine> {
  for await (const batch of logBatches(...parts)) yield* batch;
}

/** Everything written so far, of all containers, in order of time. */
async function* pastLines(
  engine: Engine,
  containers: readonly ContainerSummary[],
  options: LogsOptions,
): AsyncIterable<StackLogLine[]> {
  const sources = containers.map((c) => new Written(engine, c, options));
  await Promise.all(sources.map((s) => s.more()));
  let batch: StackLogLine[] = [];
  for (;;) {
    let first: Written | undefined;
    for (const source of sources) {
      if (source.head && (!first?.head || source.head.timestamp < first.head.timestamp)) first = source;
    }
    if (!first?.head) break;
    batch.push(first.head);
    // Only at the end of what it had is a source waited for.
    if (!first.next()) await first.more();
    if (batch.length < together) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** One container's lines, without following. */
class Written {
  /** The line whose turn it is; undefined at the end. */
  head: StackLogLine | undefined;
  private readonly batches: AsyncIterator<LogLine[]>;
  private batch: LogLine[] = [];
  private at = 0;

  constructor(
    engine: Engine,
    private readonly container: ContainerSummary,
    { signal, tail, since, until }: LogsOptions,
  ) {
    const where = {
      ...(tail === undefined ? {} : { tail }),
      ...(since === undefined ? {} : { since }),
      ...(until === undefined ? {} : { until }),
    };
    this.batches = engine.logBatches(container.id, { signal, ...where })[Symbol.asyncIterator]();
  }

  /** Goes on within what has come; false if that is over. */
  next(): boolean {
    this.at += 1;
    return this.take();
  }

  async more(): Promise<void> {
    const { value, done } = await this.batches.next();
    this.batch = done ? [] : value;
    this.at = 0;
    this.take();
  }

  private take(): boolean {
    const line = this.batch[this.at];
    const { name, labels } = this.container;
    this.head = line && { kind: 'line', service: labels[label.service] ?? '', container: name, ...line };
    return line !== undefined;
  }
}
