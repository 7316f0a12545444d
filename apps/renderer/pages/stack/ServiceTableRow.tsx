import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { Icon } from '../../components/Icon.tsx';
import { Menu } from '../../components/Menu.tsx';
import { Status } from '../../components/Status.tsx';
import { uptime } from '../../format/uptime.ts';
import { useFormat } from '../../format/use-format.ts';
import { saidOf } from '../../i18n-core.ts';
import { begin } from '../../state/operation.ts';
import { go } from '../../state/route.ts';
import { isActive, type ServiceRow } from '../../state/rows.ts';
import { useStack } from '../../state/stack.ts';
import { inspect } from '../../state/ui.ts';
import { LiveCells } from './LiveCells.tsx';
import { portsOf } from './ports-of.ts';
import { serviceMenu } from './service-menu.ts';

interface RowProps {
  row: ServiceRow;
  selected: boolean;
  tabStop: boolean;
  onFocus: () => void;
}

export function ServiceTableRow({ row, selected, tabStop, onFocus }: RowProps) {
  const dimmed = useStack((s) => s.status?.engine.reachable === false);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the table above it takes the keys of all rows
    <tr
      data-service={row.service}
      className={dimmed ? 'aged' : undefined}
      aria-selected={selected}
      tabIndex={tabStop ? 0 : -1}
      onFocus={onFocus}
      onClick={() => inspect(row.service)}
    >
      <td className={row.tone === 'off' ? 'name faint' : 'name'}>{row.title}</td>
      {isActive(row) || (row.problem && !row.neededBy.length && !row.killed) ? (
        <Figures row={row} />
      ) : (
        <Idle row={row} />
      )}
    </tr>
  );
}

function Figures({ row }: { row: ServiceRow }) {
  const { t } = useTranslation();
  const format = useFormat();
  const at = useStack((s) => s.status?.at);
  const up = uptime(row.status?.containers[0]?.status ?? '', at === undefined ? 0 : Date.now() - at);
  const ports = portsOf(
    row,
    useStack((s) => s.ports),
  );
  return (
    <>
      <td>
        <Status tone={row.tone}>{t(`stack.state.${row.state}`)}</Status>
      </td>
      <LiveCells row={row} />
      <td className="c-port">
        {ports.length ? (
          <>
            {ports.map((p) => p.published).join(', ')}
            {ports.some((p) => p.moved) ? <span className="faint"> {t('stack.moved')}</span> : null}
          </>
        ) : (
          <span className="faint">{t('stack.internal')}</span>
        )}
      </td>
      <td className="num c-up">{up === undefined ? '' : format.age(up)}</td>
      <td className="num">
        <Menu
          label={t('stack.actionsFor', { name: row.title })}
          items={serviceMenu(row, t)}
          className="btn quiet small row-btn"
        >
          <Icon name="more" />
        </Menu>
      </td>
    </>
  );
}

/** What does not run has a reason in place of figures, and the one thing to do about it. */
function Idle({ row }: { row: ServiceRow }) {
  const { t } = useTranslation();
  const where = row.entry?.external?.url ?? row.status?.url;
  const profiles = useStack((s) => s.overview?.profiles) ?? [];
  const titleOf = (name: string) => saidOf('titles', name, profiles.find((p) => p.name === name)?.title ?? name);
  const state = t(`stack.state.${row.state}`);
  const words = row.neededBy.length
    ? t('stack.idle.needed', { state, names: row.neededBy.slice(0, 2).join(', '), count: row.neededBy.length })
    : row.killed
      ? t('stack.idle.killed', { state })
      : row.state === 'external'
        ? t('stack.idle.external', { url: where ?? '' })
        : row.state === 'off'
          ? t('stack.idle.off', { profile: row.entry?.profiles.map(titleOf).join(', ') ?? '' })
          : state;
  return (
    <>
      {/* Runs over the empty cells beside it: a span would count columns that a narrow window does not have. */}
      <td className={row.problem ? 'off-note' : 'faint off-note'}>
        <Status tone={row.tone}>{words}</Status>
      </td>
      <td className="c-spark" />
      <td />
      <td />
      <td className="c-lim" />
      <td className="c-port" />
      <td className="c-up" />
      <td>
        <span className="cell-end">
          {row.state === 'off' ? (
            <Button
              kind="quiet"
              small
              onClick={stopping(() => go('settings', 'profiles'))}
              aria-label={t('stack.turnOnFor', { name: row.title })}
            >
              {t('stack.turnOn')}
            </Button>
          ) : row.state === 'external' || row.state === 'unknown' ? null : (
            <Button
              kind="quiet"
              small
              onClick={stopping(() => void begin({ kind: 'up', selection: { services: [row.service] } }))}
              aria-label={t('stack.startFor', { name: row.title })}
            >
              {t('stack.action.start')}
            </Button>
          )}
        </span>
      </td>
    </>
  );
}

/** A press on a button of a row is not a press on the row. */
function stopping(run: () => void) {
  return (event: { stopPropagation: () => void }) => {
    event.stopPropagation();
    run();
  };
}
