import { useTranslation } from 'react-i18next';
import { Status } from '../components/Status.tsx';
import { useFormat } from '../format/use-format.ts';
import { useNow } from '../format/use-now.ts';
import { useStack } from '../state/stack.ts';
import { useRows } from '../state/use-rows.ts';

const shown = 3;

/** What is not well, from every page; at most three by name. */
export function NeedsAttention() {
  const { t } = useTranslation();
  const format = useFormat();
  const sick = useRows().filter((r) => r.problem);
  const since = useStack((s) => s.since);
  const now = useNow(10_000, sick.length > 0);
  if (!sick.length) return null;
  return (
    <div className="rail-note">
      <h2 className="rail-h">{t('shell.needsAttention')}</h2>
      {sick.slice(0, shown).map((row) => {
        const at = since[row.service]?.at;
        return (
          <div key={row.service}>
            <a className="plain" href={`#/stack/${encodeURIComponent(row.service)}`}>
              <Status tone={row.tone}>{row.title}</Status>
            </a>
            <span className="cap">
              {at === undefined
                ? t(`stack.state.${row.state}`)
                : t('stack.stateFor', { state: t(`stack.state.${row.state}`), time: format.age(now - at) })}
            </span>
          </div>
        );
      })}
      {sick.length > shown ? <span className="cap">{t('shell.andMore', { count: sick.length - shown })}</span> : null}
    </div>
  );
}
