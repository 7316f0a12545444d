import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { moveInList, typeAhead } from '../../keyboard/list-keys.ts';
import { byTier, type ServiceRow } from '../../state/rows.ts';
import { useSettings } from '../../state/settings.ts';
import { useStack } from '../../state/stack.ts';
import { inspect, useUi } from '../../state/ui.ts';
import { ServiceTableRow } from './ServiceTableRow.tsx';
import { serviceKey } from './service-keys.ts';
import { TierRow } from './TierRow.tsx';

/** All services by tier. One tab stop: arrows move, Enter opens, single letters act on the service under the focus. */
export function ServiceTable({ rows }: { rows: readonly ServiceRow[] }) {
  const { t } = useTranslation();
  const order = useStack((s) => s.overview?.tiers);
  const selected = useUi((s) => s.selected);
  const letters = useSettings((s) => s.values?.singleKeys ?? true);
  const tiers = useMemo(() => byTier(rows, order ?? []), [rows, order]);
  const flat = useMemo(() => tiers.flatMap((tier) => tier.rows), [tiers]);
  const [focused, setFocused] = useState<string | null>(null);
  const body = useRef<HTMLTableElement>(null);
  const stop = flat.find((r) => r.service === (focused ?? selected)) ?? flat[0];

  const focus = (row: ServiceRow | undefined) => {
    if (!row) return;
    setFocused(row.service);
    body.current?.querySelector<HTMLElement>(`[data-service="${CSS.escape(row.service)}"]`)?.focus();
    if (selected) inspect(row.service);
  };
  const keys = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target as HTMLElement;
    if (target.tagName !== 'TR' || !stop) return;
    const at = flat.indexOf(stop);
    const to = moveInList(
      event.key,
      at,
      flat.map((r) => r.title),
    );
    const command = to === undefined ? serviceKey(event.key, stop, letters) : undefined;
    const jump =
      to ??
      (command || letters || event.key.length !== 1
        ? undefined
        : typeAhead(
            event.key,
            at,
            flat.map((r) => r.title),
          ));
    if (jump === undefined && !command) return;
    event.preventDefault();
    event.stopPropagation();
    if (command) command();
    else focus(flat[jump ?? 0]);
  };
  return (
    <div className="scroll grow svc-box">
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: rows are chosen and moved through by keys, which is what a grid is */}
      <table className="svc" role="grid" aria-label={t('stack.services')} ref={body} onKeyDown={keys}>
        <colgroup>
          <col className="k-name" />
          <col className="k-st" />
          <col className="k-sp c-spark" />
          <col className="k-n" />
          <col className="k-n" />
          <col className="k-l c-lim" />
          <col className="k-p c-port" />
          <col className="k-u c-up" />
          <col className="k-x" />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">{t('stack.column.service')}</th>
            <th scope="col">{t('stack.column.state')}</th>
            <th scope="col" className="c-spark num">
              {t('stack.column.cpu')}
            </th>
            <th scope="col" className="num">
              {t('stack.column.now')}
            </th>
            <th scope="col" className="num">
              {t('stack.column.memory')}
            </th>
            <th scope="col" className="c-lim">
              {t('stack.column.ofLimit')}
            </th>
            <th scope="col" className="c-port">
              {t('stack.column.ports')}
            </th>
            <th scope="col" className="num c-up">
              {t('stack.column.upFor')}
            </th>
            <th scope="col">
              <span className="vh">{t('stack.column.actions')}</span>
            </th>
          </tr>
        </thead>
        {tiers.map((tier) => (
          <tbody key={tier.tier}>
            <TierRow tier={tier} />
            {tier.rows.map((row) => (
              <ServiceTableRow
                key={row.service}
                row={row}
                selected={row.service === selected}
                tabStop={row === stop}
                onFocus={() => setFocused(row.service)}
              />
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}
