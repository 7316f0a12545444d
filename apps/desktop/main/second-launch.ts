import type { App } from 'electron';
import * as z from 'zod/mini';
import { launchArguments } from './launch/arguments.ts';
import type { Place } from './window/places.ts';

const handed = z.object({
  argv: z.array(z.string().check(z.maxLength(4096))).check(z.maxLength(64)),
});

/** Started again: this instance comes to the front, at the place that the second one was told. Not for one started hidden. */
export function secondLaunches(app: App, show: (place?: Place) => void): void {
  app.on('second-instance', (_event, _argv, _folder, data) => {
    const parsed = handed.safeParse(data);
    const { hidden, place } = launchArguments(parsed.success ? parsed.data.argv : []);
    if (!hidden) show(place);
  });
}
