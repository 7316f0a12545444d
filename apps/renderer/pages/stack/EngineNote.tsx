import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { Code } from '../../components/Code.tsx';
import { Note } from '../../components/Note.tsx';
import { useFormat } from '../../format/use-format.ts';
import { said } from '../../i18n-core.ts';
import { dismissNotice, useNotices } from '../../state/notices.ts';
import { useStack } from '../../state/stack.ts';

/** Above the services: why the engine or the project cannot be read, and what the host has to tell. */
export function EngineNote() {
  const { t } = useTranslation();
  const format = useFormat();
  const { status, statusAt, problem } = useStack();
  const notices = useNotices((s) => s.notices);
  const away = status && !status.engine.reachable;
  const found = status?.problem ?? problem;
  const why = found ? said(found) : undefined;
  return (
    <>
      {away || why ? (
        <Note tone="bad" title={why?.title ?? t('stack.engineAwayTitle')}>
          {why?.cause ?? ''} <Code text={why?.nextSteps[0] ?? t('stack.engineAwayNext')} />{' '}
          {away && statusAt !== null ? t('stack.asOf', { time: format.clock(statusAt) }) : ''}
        </Note>
      ) : null}
      {notices.map(said).map((notice) => (
        <Note
          key={notice.code}
          tone="warn"
          title={notice.title}
          action={
            <Button small kind="quiet" onClick={() => void dismissNotice(notice.code)}>
              {t('shell.putAway')}
            </Button>
          }
        >
          {notice.cause} <Code text={notice.nextSteps[0] ?? ''} />
        </Note>
      ))}
    </>
  );
}
