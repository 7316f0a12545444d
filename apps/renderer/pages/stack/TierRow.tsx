import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/Icon.tsx';
import { Menu } from '../../components/Menu.tsx';
import { useFormat } from '../../format/use-format.ts';
import { liveOf } from '../../state/live.ts';
import { countsOf, isJob, type Tier } from '../../state/rows.ts';
import { tierMenu } from './service-menu.ts';

export function TierRow({ tier }: { tier: Tier }) {
  const { t } = useTranslation();
  const format = useFormat();
  const name = t(`tiers.${tier.tier}`, tier.tier);
  const counts = countsOf(tier.rows);
  const samples = tier.rows.map((r) => liveOf(r.service)).filter((s) => s !== undefined);
  const enabled = tier.rows.filter((r) => !isJob(r) && (r.entry?.enabled !== false || r.tone !== 'off')).length;
  return (
    <tr className="tier">
      <th scope="rowgroup">{name}</th>
      <td>{enabled ? t('stack.tierWell', { well: counts.well, all: enabled }) : ''}</td>
      <td className="c-spark" />
      <td className="num">{samples.length ? format.percent(samples.reduce((sum, s) => sum + s.cpuPercent, 0)) : ''}</td>
      <td className="num">{samples.length ? format.bytes(samples.reduce((sum, s) => sum + s.memoryBytes, 0)) : ''}</td>
      <td className="c-lim" />
      <td className="c-port" />
      <td className="c-up" />
      <td className="num">
        {enabled ? (
          <Menu label={t('stack.actionsFor', { name })} items={tierMenu(tier, t)}>
            <Icon name="more" />
          </Menu>
        ) : null}
      </td>
    </tr>
  );
}
