import { type Place, placeOf } from '../window/places.ts';

/** What the app may be told when it is started, the first time or again. */
export interface LaunchArguments {
  /** Started at login: only the tray, no window. */
  hidden: boolean;
  place: Place | undefined;
}

/** Known words only; Chromium's own switches and anything else are passed by. */
export function launchArguments(argv: readonly string[]): LaunchArguments {
  const go = argv.find((word) => word.startsWith('--go='))?.slice('--go='.length);
  return { hidden: argv.includes('--hidden'), place: go === undefined ? undefined : placeOf(go) };
}
