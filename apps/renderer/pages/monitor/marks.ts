import type { StackMark } from '@sutazai/core/contract';
import type { TFunction } from 'i18next';
import type { PlotMark } from './chart/time-chart.ts';

const worth: ReadonlySet<StackMark['what']> = new Set(['failed', 'unhealthy', 'restarted']);
const most = 6;

/** The last few events that explain a line; what is as it should be is no mark. */
export function marksOf(marks: readonly StackMark[], name: (service: string) => string, t: TFunction): PlotMark[] {
  return marks
    .filter((m) => worth.has(m.what))
    .slice(-most)
    .map((m) => ({
      at: m.at,
      label: t(`monitor.mark.${m.what}`, { name: name(m.service) }),
      bad: m.what !== 'restarted',
    }));
}
