import { alert } from './alerts.ts';
import { diagnosis } from './diagnosis.ts';
import { stackEvent } from './events.ts';
import { operation } from './operation.ts';
import { plan } from './plan.ts';
import { portFix, preflightReport } from './preflight.ts';
import { settingsValues } from './settings.ts';
import { stackStatus } from './status.ts';

/** What several procedures speak of, by the name under which docs/api.md shows it once. */
export const namedTypes = {
  Alert: alert,
  Diagnosis: diagnosis,
  Operation: operation,
  Plan: plan,
  PortFix: portFix,
  PreflightReport: preflightReport,
  Settings: settingsValues,
  StackEvent: stackEvent,
  StackStatus: stackStatus,
} as const;
