import type { PortChoice } from '@sutazai/core/contract';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { go } from '../../state/route.ts';
import { isActive } from '../../state/rows.ts';
import { openPlan } from '../../state/ui.ts';
import { useRows } from '../../state/use-rows.ts';
import { portProblem } from './port-problem.ts';
import type { PortsState } from './use-ports.ts';

const few = 6;

export function Ports({ ports }: { ports: PortsState }) {
  const { t } = useTranslation();
  const rows = useRows();
  const [all, setAll] = useState(false);
  const titles = new Map(rows.map((r) => [r.service, r.title]));
  const list = [...(ports.list ?? [])].sort((a, b) => Number(b.moved) - Number(a.moved));
  const shown = all ? list : list.slice(0, Math.max(few, list.filter((p) => p.moved).length));
  const pending = pendingOf(list, rows);
  return (
    <>
      <h2 id="set-ports">
        {t('settings.section.ports')} <span className="cap plain-weight">{t('settings.ports.bound')}</span>
      </h2>
      {ports.problem ? <p className="small bad">{ports.problem.title}</p> : null}
      <table className="mini ports-t" aria-label={t('settings.section.ports')}>
        <colgroup>
          <col className="p-service" />
          <col className="p-default" />
          <col className="p-port" />
          <col />
          <col className="p-act" />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">{t('settings.ports.service')}</th>
            <th scope="col" className="num">
              {t('settings.ports.default')}
            </th>
            <th scope="col" className="num">
              {t('settings.ports.port')}
            </th>
            <th scope="col">{t('settings.ports.state')}</th>
            <th scope="col">
              <span className="vh">{t('stack.column.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((p) => (
            <PortRow
              key={`${p.service}/${p.target}/${p.protocol}/${p.published}`}
              port={p}
              list={list}
              ports={ports}
              name={titles.get(p.service) ?? p.service}
            />
          ))}
        </tbody>
      </table>
      <div className="flex pad-v">
        <span className="small dim grow">{pending ? t('settings.ports.pending', { count: pending }) : ''}</span>
        {list.length > shown.length || all ? (
          <Button small onClick={() => setAll(!all)} aria-expanded={all}>
            {all ? t('settings.ports.fewer') : t('settings.ports.showAll', { count: list.length })}
          </Button>
        ) : null}
        {pending ? (
          <Button
            small
            onClick={() => {
              go('stack');
              openPlan();
            }}
          >
            {t('settings.ports.apply')}
          </Button>
        ) : null}
      </div>
    </>
  );
}

/** Ports of running services that still stand where they stood before the choice. */
function pendingOf(list: readonly PortChoice[], rows: ReturnType<typeof useRows>): number {
  return list.filter((p) => {
    const row = rows.find((r) => r.service === p.service);
    const now = row?.status?.ports.filter((x) => x.target === p.target) ?? [];
    return row && isActive(row) && now.length > 0 && !now.some((x) => x.published === p.published);
  }).length;
}

function PortRow({
  port,
  list,
  ports,
  name,
}: {
  port: PortChoice;
  list: readonly PortChoice[];
  ports: PortsState;
  name: string;
}) {
  const { t } = useTranslation();
  const [text, setText] = useState(String(port.published));
  const [refused, setRefused] = useState<string | null>(null);
  const wrong = portProblem(text, port, list);
  const changed = text !== String(port.published);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (wrong || !changed) return;
    setRefused((await ports.set(port, Number(text)))?.title ?? null);
  };
  const id = `port-${port.service}-${port.target}`;
  return (
    <tr>
      <td className="name">{name}</td>
      <td className="num">{port.default}</td>
      <td>
        <form onSubmit={(event) => void submit(event)} id={id}>
          <input
            className={wrong || refused ? 'in num tiny bad' : 'in num tiny'}
            inputMode="numeric"
            value={text}
            aria-label={t('settings.ports.portOf', { name })}
            aria-invalid={Boolean(wrong || refused)}
            onChange={(event) => {
              setText(event.target.value);
              setRefused(null);
            }}
          />
        </form>
      </td>
      <td className={wrong || refused ? 'bad' : 'faint'}>
        {refused ??
          (wrong
            ? t(`settings.ports.problem.${wrong.code}`, { name: wrong.name ?? '' })
            : changed
              ? t('settings.ports.was', { port: port.published })
              : port.moved
                ? t('settings.ports.isMoved', { port: port.default })
                : t('settings.ports.asInFiles'))}
      </td>
      <td className="num">
        {changed && !wrong ? (
          <button type="submit" form={id} className="btn small">
            {t('settings.ports.use')}
          </button>
        ) : port.moved ? (
          <Button
            kind="quiet"
            small
            onClick={() => void ports.reset(port)}
            aria-label={t('settings.ports.resetOf', { name })}
          >
            {t('settings.ports.reset')}
          </Button>
        ) : null}
      </td>
    </tr>
  );
}
