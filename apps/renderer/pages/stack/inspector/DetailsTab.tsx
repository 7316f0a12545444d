import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ScrollRegion } from '../../../components/ScrollRegion.tsx';
import { uptime } from '../../../format/uptime.ts';
import { useFormat } from '../../../format/use-format.ts';
import { saidOf } from '../../../i18n-core.ts';
import { liveOf, useLiveSample } from '../../../state/live.ts';
import type { ServiceRow } from '../../../state/rows.ts';
import { useStack } from '../../../state/stack.ts';
import { portsOf } from '../ports-of.ts';

export function DetailsTab({ row }: { row: ServiceRow }) {
  const { t } = useTranslation();
  const format = useFormat();
  useLiveSample();
  const live = liveOf(row.service);
  const { entry, status } = row;
  const container = status?.containers[0];
  const { overview, status: stack } = useStack();
  const titles = new Map(overview?.services.map((s) => [s.service, s.title]));
  const up = uptime(container?.status ?? '', stack?.at === undefined ? 0 : Date.now() - stack.at);
  const limit = live?.memoryLimitBytes || entry?.memoryBytes;
  const facts: [string, ReactNode][] = [
    ['about', entry && saidOf('services', entry.service, entry.about)],
    ['image', container?.image ?? entry?.image],
    [
      'ports',
      portsOf(row)
        .map((p) => t('inspector.port', { published: p.published, target: p.target }))
        .join(', '),
    ],
    ['upFor', up === undefined ? undefined : format.age(up)],
    ['cpu', live ? format.percent(live.cpuPercent) : undefined],
    [
      'memory',
      live
        ? limit
          ? t('inspector.ofLimit', { used: format.bytes(live.memoryBytes), limit: format.bytes(limit) })
          : format.bytes(live.memoryBytes)
        : undefined,
    ],
    [
      'network',
      live
        ? t('inspector.network', { rx: format.rate(live.rxBytesPerSecond), tx: format.rate(live.txBytesPerSecond) })
        : undefined,
    ],
    ['health', entry?.health],
    ['needs', entry?.dependsOn.map((s) => titles.get(s) ?? s).join(', ')],
    ['data', entry?.data.map((d) => t('inspector.volume', { volume: d.volume, path: d.path })).join(', ')],
    ['backup', entry && saidOf('backups', entry.service, entry.backup)],
    ['licence', entry?.licence],
    [
      'profiles',
      entry?.profiles
        .map((name) => saidOf('titles', name, overview?.profiles.find((p) => p.name === name)?.title ?? name))
        .join(', '),
    ],
    ['containers', status?.containers.map((c) => `${c.name} (${c.status})`).join(', ')],
    ['exitCode', container?.exitCode === undefined || container.state === 'running' ? undefined : container.exitCode],
  ];
  return (
    <ScrollRegion className="grow" label={t('inspector.tab.details')}>
      <dl className="facts">
        {facts
          .filter(([, value]) => value !== undefined && value !== '')
          .map(([name, value]) => (
            <div key={name}>
              <dt>{t(`inspector.fact.${name}`)}</dt>
              <dd className={name === 'image' || name === 'health' ? 'mono' : undefined}>{value}</dd>
            </div>
          ))}
      </dl>
    </ScrollRegion>
  );
}
