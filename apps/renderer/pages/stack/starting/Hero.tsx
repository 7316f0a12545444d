import { Trans, useTranslation } from 'react-i18next';
import { ProgressBar } from '../../../components/ProgressBar.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { type OperationView, timeLeft } from '../../../state/operation-view.ts';

/** The one figure of the page, the one bar, and the sums behind them. */
export function Hero({ view, elapsed, running }: { view: OperationView; elapsed: number; running: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const kind = view.operation?.kind ?? 'up';
  const left = timeLeft({ fraction: view.fraction, at: elapsed });
  return (
    <div className="hero">
      <div className="flex">
        <span className="big">{format.percent(view.fraction * 100, 0)}</span>
        <div className="grow">
          <b>{running ? <Doing view={view} /> : t(`operation.ended.${kind}.${view.end?.outcome ?? 'failed'}`)}</b>
          <div className="dim small">
            {!running
              ? t('operation.keptWhatStands')
              : left === undefined
                ? t('operation.noGuess')
                : t('operation.left', { time: format.duration(left) })}
          </div>
        </div>
        <span className="num dim hide-s">{t('operation.soFar', { time: format.duration(elapsed) })}</span>
      </div>
      <ProgressBar fraction={view.fraction} label={t(`operation.label.${kind}`)} />
      <Sums view={view} />
    </div>
  );
}

function Doing({ view }: { view: OperationView }) {
  const { t } = useTranslation();
  const pulling = [...view.pulls.values()].filter((p) => p.state === 'downloading' || p.state === 'extracting').length;
  const building = [...view.builds.values()].filter((b) => b.endedAt === undefined).length;
  const states = [...view.services.values()].map((s) => s.state);
  const starting = states.filter((s) => s === 'starting' || s === 'started').length;
  const stopping = states.filter((s) => s === 'stopping').length;
  const waiting = states.filter((s) => s === 'waiting').length;
  if (stopping) return t('operation.now.stopping', { count: stopping });
  if (pulling && building) return t('operation.now.pullingAndBuilding', { pulling, building, starting });
  if (pulling) return t('operation.now.pulling', { count: pulling, starting });
  if (building) return t('operation.now.building', { count: building, starting });
  if (starting) return t('operation.now.answering', { count: starting });
  if (waiting) return t('operation.now.waiting', { count: waiting });
  return t('operation.now.preparing');
}

function Sums({ view }: { view: OperationView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const images = [...view.pulls.values()];
  const builds = [...view.builds.values()];
  const jobs = new Set(view.plan?.services.filter((s) => s.job).map((s) => s.service));
  const services = [...view.services.values()].filter((s) => !jobs.has(s.service) && s.state !== 'skipped');
  const done = (states: string[], list: { state: string }[]) => list.filter((s) => states.includes(s.state)).length;
  const total = format.sized(view.totalBytes);
  const sums: { name: string; key: string; values: Record<string, string | number> }[] = [];
  if (view.totalBytes) {
    const amount = format.sized(view.downloadedBytes, view.totalBytes).amount;
    sums.push({
      name: 'downloads',
      key: 'sum.ofSize',
      values: { done: amount, total: `${total.amount}\u00a0${total.unit}` },
    });
  }
  if (images.length)
    sums.push({ name: 'images', key: 'sum.pulled', values: { done: done(['done'], images), total: images.length } });
  if (builds.length) {
    sums.push({
      name: 'builds',
      key: 'sum.built',
      values: { done: builds.filter((b) => b.endedAt !== undefined && !b.failed).length, total: builds.length },
    });
  }
  if (jobs.size) {
    const ended = [...jobs].filter((j) => ['finished', 'kept'].includes(view.services.get(j)?.state ?? '')).length;
    sums.push({ name: 'jobs', key: 'sum.done', values: { done: ended, total: jobs.size } });
  }
  if (services.length) {
    sums.push({
      name: 'services',
      key: view.operation?.kind === 'down' ? 'sum.gone' : 'sum.healthy',
      values: {
        done: done(view.operation?.kind === 'down' ? ['removed', 'stopped'] : ['ready', 'kept'], services),
        total: services.length,
      },
    });
  }
  if (view.bytesPerSecond > 1024)
    sums.push({ name: 'speed', key: 'sum.speed', values: { done: format.rate(view.bytesPerSecond) } });
  return (
    <dl className="sums">
      {sums.map((s) => (
        <div key={s.name}>
          <dt>{t(`operation.sum.name.${s.name}`)}</dt>
          <dd>
            <Trans i18nKey={`operation.${s.key}`} values={s.values} components={{ b: <b /> }} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
