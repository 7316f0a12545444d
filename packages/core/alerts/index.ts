export type { Alert, AlertSeverity } from './alert.ts';
export { AlertFeed, type AlertFeedOptions, type AlertsNow } from './feed.ts';
export type { AlertChange } from './news.ts';
