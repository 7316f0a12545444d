import { type Place, placeOf } from '../window/places.ts';

/** What the app may be told when it is started, the first time or again. */
export interface LaunchArguments {
  /** Started at login: only the tray, no window. */
  hidden: boolean;
  place: Place | undefined;
  /** Draw by the graphics card again, though its driver had failed. */
  gpu: boolean;
}

/** Known words only; Chromium's own switches and anything else are passed by. */
export function launchArguments(argv: readonly string[]): LaunchArguments {
  const go = argv.find((word) => word.startsWith('--go='))?.slice('--go='.length);
  return {
    hidden: argv.includes('--hidden'),
    gpu: argv.includes('--gpu'),
    place: go === undefined ? undefined : placeOf(go),
  };
}
