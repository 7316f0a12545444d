import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../components/Button.tsx';
import { ScrollRegion } from '../../../components/ScrollRegion.tsx';
import { Segmented } from '../../../components/Segmented.tsx';
import { Glyph } from '../../../components/Status.tsx';
import { useFormat } from '../../../format/use-format.ts';
import type { OperationView } from '../../../state/operation-view.ts';
import { useRows } from '../../../state/use-rows.ts';
import { type DetailKind, type DetailRow, detailRows } from './detail-rows.ts';
import { LastLines } from './LastLines.tsx';

const kinds: readonly DetailKind[] = ['pull', 'build', 'job', 'health'];

export function Details({ view, elapsed }: { view: OperationView; elapsed: number }) {
  const { t } = useTranslation();
  const [show, setShow] = useState<'all' | DetailKind>('all');
  const [open, setOpen] = useState(true);
  const titles = new Map(useRows().map((r) => [r.service, r.title]));
  const all = detailRows(view, elapsed);
  const rows = show === 'all' ? all : all.filter((r) => r.kind === show);
  const options = [
    { value: 'all' as const, label: t('details.show.all', { count: all.length }) },
    ...kinds
      .map((kind) => ({ value: kind, count: all.filter((r) => r.kind === kind).length }))
      .filter((k) => k.count)
      .map((k) => ({ value: k.value, label: t(`details.show.${k.value}`, { count: k.count }) })),
  ];
  return (
    <section className="det" aria-label={t('details.title')}>
      <header className="sec">
        <h2>{t('details.title')}</h2>
        {open ? <Segmented label={t('stack.show')} value={show} onChange={setShow} options={options} /> : null}
        <span className="grow" />
        <Button kind="quiet" small aria-expanded={open} onClick={() => setOpen(!open)}>
          {t(open ? 'details.hide' : 'details.unfold')}
        </Button>
      </header>
      {open ? (
        <ScrollRegion className="grow" label={t('details.rows')}>
          <table className="details">
            <colgroup>
              <col className="d-what" />
              <col className="d-step" />
              <col className="d-done" />
              <col />
              <col className="d-now" />
            </colgroup>
            <thead>
              <tr>
                <th scope="col">{t('details.column.what')}</th>
                <th scope="col">{t('details.column.step')}</th>
                <th scope="col" className="num">
                  {t('details.column.done')}
                </th>
                <th scope="col">{t('details.column.layers')}</th>
                <th scope="col">{t('details.column.now')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Row
                  key={row.key}
                  row={row}
                  title={row.kind === 'pull' ? row.what : (titles.get(row.what) ?? row.what)}
                  titles={titles}
                />
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      ) : (
        <span className="grow" />
      )}
      <LastLines view={view} />
    </section>
  );
}

function Row({ row, title, titles }: { row: DetailRow; title: string; titles: ReadonlyMap<string, string> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const total = row.bytes ? format.sized(row.bytes.total) : null;
  const { now } = row;
  const names = now.services?.map((s) => titles.get(s) ?? s).join(', ') ?? now.text ?? '';
  return (
    <tr>
      <td className="name">
        <Glyph tone={row.tone} /> {title}
      </td>
      <td>{t(`details.step.${row.kind}`)}</td>
      <td className="num">
        {row.bytes?.total && total
          ? row.over
            ? format.bytes(row.bytes.total)
            : t('details.ofSize', {
                done: format.sized(row.bytes.done, row.bytes.total).amount,
                total: `${total.amount}\u00a0${total.unit}`,
              })
          : row.steps
            ? t('details.stepOf', { done: row.steps.done, total: row.steps.total })
            : ''}
      </td>
      <td>
        <span className={row.over ? 'layers done' : 'layers'} aria-hidden="true">
          {row.segments.map((s, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: layers have no other identity than their place
            <i key={at} style={{ flex: s.flex }}>
              <b style={{ width: `${Math.round(s.share * 100)}%` }} />
            </i>
          ))}
        </span>
      </td>
      <td className={row.tone === 'warn' || row.tone === 'bad' ? row.tone : row.over ? 'faint' : undefined}>
        {now.say === 'text'
          ? now.text
          : now.say === 'rate'
            ? format.rate(now.bytesPerSecond ?? 0)
            : t(`details.now.${now.say}`, { time: format.duration(now.ms ?? 0), text: names })}
      </td>
    </tr>
  );
}
