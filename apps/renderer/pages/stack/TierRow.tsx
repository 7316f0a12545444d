import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/Icon.tsx';
import { Menu } from '../../components/Menu.tsx';
import { countsOf, isJob, type Tier } from '../../state/rows.ts';
import { tierMenu } from './service-menu.ts';
import { TierFigures } from './TierFigures.tsx';

export function TierRow({ tier }: { tier: Tier }) {
  const { t } = useTranslation();
  const name = t(`tiers.${tier.tier}`, tier.tier);
  const counts = countsOf(tier.rows);
  const enabled = tier.rows.filter((r) => !isJob(r) && (r.entry?.enabled !== false || r.tone !== 'off')).length;
  return (
    <tr className="tier">
      <th scope="rowgroup">{name}</th>
      <td>{enabled ? t('stack.tierWell', { well: counts.well, all: enabled }) : ''}</td>
      <td className="c-spark" />
      <TierFigures tier={tier} />
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
