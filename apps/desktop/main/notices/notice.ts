import type { Place } from '../window/places.ts';

/** One notice of the system's kind. */
export interface Notice {
  /** Notices of a kind are turned off and muted together; `alert` is for rules of the monitoring. */
  kind: 'failure' | 'alert' | 'operation' | 'shell';
  title: string;
  body: string;
  /** Where a click leads. */
  place: Place;
}
