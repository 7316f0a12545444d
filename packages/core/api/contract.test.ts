import { describe, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import type { Alert, AlertsNow } from '../alerts/index.ts';
import type { alert, alertsNow } from '../contract/alerts.ts';
import type { diagnosis } from '../contract/diagnosis.ts';
import type { stackEvent } from '../contract/events.ts';
import type { operationRequest, planChoices } from '../contract/operation.ts';
import type { catalogueEntry } from '../contract/overview.ts';
import type { plan } from '../contract/plan.ts';
import type { gpuVerdict, portFix, preflightReport } from '../contract/preflight.ts';
import type { logLine, serviceStatus, stackStatus } from '../contract/status.ts';
import type { Diagnosis } from '../diagnose/index.ts';
import type { CatalogueEntry } from '../stack/catalogue/index.ts';
import type { GpuVerdict, Plan, PortFix, PreflightReport, StackEvent } from '../stack/index.ts';
import type { DownOptions, PlanOptions, ServiceStatus, StackLogLine, StackStatus, UpOptions } from '../stack/stack.ts';

// The schemas and the core's own types say the same, in both directions; `tsc` is what fails if they do not.
type Out<S extends z.ZodType> = z.output<S>;
/** Inputs may carry `undefined` for what is not chosen. */
type Loose<T> = { [K in keyof T]?: T[K] | undefined };

describe('what comes out of the core fits its schema, and nothing else does', () => {
  it('diagnosis', () => {
    expectTypeOf<Out<typeof diagnosis>>().branded.toEqualTypeOf<Diagnosis>();
  });
  it('plan and preflight', () => {
    expectTypeOf<Out<typeof plan>>().branded.toEqualTypeOf<Plan>();
    expectTypeOf<Out<typeof preflightReport>>().branded.toEqualTypeOf<PreflightReport>();
    expectTypeOf<Out<typeof portFix>>().branded.toEqualTypeOf<PortFix>();
    expectTypeOf<Out<typeof gpuVerdict>>().branded.toEqualTypeOf<GpuVerdict>();
  });
  it('alerts', () => {
    expectTypeOf<Out<typeof alert>>().branded.toEqualTypeOf<Alert>();
    expectTypeOf<Out<typeof alertsNow>>().branded.toEqualTypeOf<AlertsNow>();
  });
  it('events', () => {
    expectTypeOf<Out<typeof stackEvent>>().toExtend<StackEvent>();
    expectTypeOf<StackEvent>().toExtend<Out<typeof stackEvent>>();
  });
  it('status, logs and catalogue', () => {
    expectTypeOf<Out<typeof serviceStatus>>().branded.toEqualTypeOf<ServiceStatus>();
    expectTypeOf<Omit<Out<typeof stackStatus>, 'problem'>>().branded.toEqualTypeOf<StackStatus>();
    expectTypeOf<Out<typeof logLine>>().branded.toEqualTypeOf<StackLogLine>();
    expectTypeOf<Out<typeof catalogueEntry>>().branded.toEqualTypeOf<CatalogueEntry>();
  });
});

describe('what is asked of the core is what it takes', () => {
  type Options<K> = NonNullable<Extract<Out<typeof operationRequest>, { kind: K }>['options']>;
  it('plan', () => {
    expectTypeOf<keyof Out<typeof planChoices>>().toEqualTypeOf<Exclude<keyof PlanOptions, 'signal'>>();
    expectTypeOf<Out<typeof planChoices>>().toExtend<Loose<Omit<PlanOptions, 'selection'>> & { selection?: unknown }>();
  });
  it('up', () => {
    type Wanted = Omit<UpOptions, 'signal' | 'selection' | 'pullStallTimeout'>;
    expectTypeOf<keyof Options<'up'>>().toEqualTypeOf<keyof Wanted>();
    expectTypeOf<Options<'up'>>().toExtend<Loose<Wanted>>();
  });
  it('down', () => {
    expectTypeOf<keyof Options<'down'>>().toEqualTypeOf<Exclude<keyof DownOptions, 'signal'>>();
    expectTypeOf<Options<'down'>>().toExtend<Loose<Omit<DownOptions, 'signal'>>>();
  });
});
