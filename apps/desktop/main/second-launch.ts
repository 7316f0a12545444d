import type { App } from 'electron';
import { launchArguments } from './launch/arguments.ts';
import type { Place } from './window/places.ts';

/** Started again: this instance comes to the front, at the place that the second one was told. Not for one started hidden. */
export function secondLaunches(app: App, show: (place?: Place) => void): void {
  app.on('second-instance', (_event, _argv, _folder, data) => {
    const { hidden, place } = launchArguments(argvOf(data));
    if (!hidden) show(place);
  });
}

/** What the second instance handed over, if it has the form that ours give it. */
function argvOf(data: unknown): string[] {
  const argv = (data as { argv?: unknown } | null | undefined)?.argv;
  return Array.isArray(argv) ? argv.filter((word) => typeof word === 'string').slice(0, 64) : [];
}
