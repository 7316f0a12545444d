import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../format/use-format.ts';
import type { EventLine, OperationView } from '../../../state/operation-view.ts';
import { useRows } from '../../../state/use-rows.ts';

const shown = 5;

/** The last things that happened, as lines with their time. */
export function LastLines({ view }: { view: OperationView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const begun = view.operation?.begunAt ?? 0;
  const titles = new Map(useRows().map((r) => [r.service, r.title]));
  const subject = ({ subject, event }: EventLine) =>
    titles.get(('service' in event ? event.service : undefined) ?? subject) ?? subject;
  const words = ({ event }: EventLine) => {
    if (event.type === 'step')
      return t(`details.line.${event.step}.${event.state}`, { time: format.duration(event.took ?? 0) });
    if (event.type === 'service')
      return t(`details.line.service.${event.state}`, { time: format.duration(event.took ?? 0) });
    return '';
  };
  return (
    <div className="log last-lines" role="log" aria-live="off" aria-label={t('details.lastLines')}>
      {view.lines.slice(-shown).map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines are told apart by place and time only
        <div key={`${line.at}:${at}`}>
          <time>{format.clock(begun + line.at)}</time> <span className="subject">{subject(line)}</span> {words(line)}
        </div>
      ))}
    </div>
  );
}
