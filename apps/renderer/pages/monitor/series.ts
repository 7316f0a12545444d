import type { TFunction } from 'i18next';
import { isJob, type ServiceRow } from '../../state/rows.ts';
import type { Series } from './chart/rows-of.ts';

export type Scope = 'host' | 'tiers' | 'services';

/** What has lines of its own: the machine, each tier, or each service. */
export function seriesOf(scope: Scope, rows: readonly ServiceRow[], tiers: readonly string[], t: TFunction): Series[] {
  const services = rows.filter((r) => !isJob(r) && r.state !== 'off' && r.state !== 'external');
  if (scope === 'services') return services.map((r) => ({ key: r.service, label: r.title, members: [r.service] }));
  if (scope === 'host') {
    return [{ key: 'stack', label: t('monitor.theStack'), members: services.map((r) => r.service) }];
  }
  const names = [...tiers, ...new Set(services.map((r) => r.tier).filter((x) => !tiers.includes(x)))];
  return names
    .map((tier) => ({
      key: tier,
      label: t(`tiers.${tier}`, tier),
      members: services.filter((r) => r.tier === tier).map((r) => r.service),
    }))
    .filter((s) => s.members.length);
}
