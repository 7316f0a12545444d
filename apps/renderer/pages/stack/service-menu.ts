import type { TFunction } from 'i18next';
import type { MenuItem } from '../../components/Menu.tsx';
import { begin } from '../../state/operation.ts';
import { isActive, type ServiceRow, type Tier } from '../../state/rows.ts';
import { inspect } from '../../state/ui.ts';

export function serviceMenu(row: ServiceRow, t: TFunction): MenuItem[] {
  const selection = { services: [row.service] };
  const running = isActive(row);
  const items: MenuItem[] = running
    ? [
        { label: t('stack.action.restart'), hint: 'R', run: () => void begin({ kind: 'restart', selection }) },
        { label: t('stack.action.stop'), hint: 'S', run: () => void begin({ kind: 'stop', selection }) },
      ]
    : [{ label: t('stack.action.start'), hint: 'S', run: () => void begin({ kind: 'up', selection }) }];
  items.push({ label: t('stack.action.logs'), hint: 'L', run: () => inspect(row.service, 'logs') });
  if (running)
    items.push({ label: t('stack.action.terminal'), hint: 'T', run: () => inspect(row.service, 'terminal') });
  items.push({ label: t('stack.action.details'), run: () => inspect(row.service, 'details') });
  return items;
}

export function tierMenu(tier: Tier, t: TFunction): MenuItem[] {
  const selection = { tier: tier.tier };
  if (!tier.rows.some(isActive)) {
    return [
      {
        label: t('stack.action.startTier'),
        run: () => void begin({ kind: 'up', selection: { services: enabled(tier) } }),
      },
    ];
  }
  return [
    { label: t('stack.action.restartTier'), run: () => void begin({ kind: 'restart', selection }) },
    { label: t('stack.action.stopTier'), run: () => void begin({ kind: 'stop', selection }) },
    {
      label: t('stack.action.startTier'),
      run: () => void begin({ kind: 'up', selection: { services: enabled(tier) } }),
    },
  ];
}

const enabled = (tier: Tier) => tier.rows.filter((r) => r.entry?.enabled).map((r) => r.service);
