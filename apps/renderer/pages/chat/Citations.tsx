import type { Citation } from '@sutazai/core/contract';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { useChat } from './store.ts';

/** What the answer stands on; a press opens the very passage. */
export function Citations({ citations }: { citations: readonly Citation[] }) {
  const { t } = useTranslation();
  if (!citations.length) return null;
  return (
    <ol className="cites" aria-label={t('chat.sources')}>
      {citations.map((c, at) => (
        <li key={`${c.document}/${c.passage}`}>
          <Button small onClick={() => useChat.setState({ citation: c })}>
            {t(c.page === null ? 'chat.source' : 'chat.sourcePage', { at: at + 1, name: c.name, page: c.page ?? '' })}
          </Button>
        </li>
      ))}
    </ol>
  );
}
