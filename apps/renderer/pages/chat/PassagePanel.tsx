import type { Citation, DocumentPassage } from '@sutazai/core/contract';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { Icon } from '../../components/Icon.tsx';
import { ScrollRegion } from '../../components/ScrollRegion.tsx';
import { door } from '../../connection/index.ts';
import { useChat } from './store.ts';

/** The passage a citation points to. The citation's own text stands in until the document has answered, and if it is gone. */
export function PassagePanel({ citation }: { citation: Citation }) {
  const { t } = useTranslation();
  const [found, setFound] = useState<DocumentPassage | null>(null);
  useEffect(() => {
    setFound(null);
    const life = new AbortController();
    door.api.documents
      .passage({ document: citation.document, passage: citation.passage }, { signal: life.signal })
      .then(setFound)
      .catch(() => undefined);
    return () => life.abort();
  }, [citation]);
  const page = found?.page ?? citation.page;
  return (
    <aside className="inspector wide" aria-label={t('chat.passage')} data-panel>
      <div className="phead">
        <h2 className="big-h cut">{citation.name}</h2>
        <span className="grow" />
        <Button
          kind="quiet"
          className="icon"
          aria-label={t('chat.closePassage')}
          onClick={() => useChat.setState({ citation: null })}
        >
          <Icon name="close" />
        </Button>
      </div>
      <p className="cap pad-s">
        {typeof found?.of === 'number'
          ? t('chat.passageOf', { at: citation.passage + 1, count: found.of })
          : t('chat.passageAt', { at: citation.passage + 1 })}
        {page === null ? '' : ` · ${t('chat.page', { page })}`}
      </p>
      <ScrollRegion className="grow" label={t('chat.passage')}>
        <blockquote className="passage">{found?.text ?? citation.text}</blockquote>
      </ScrollRegion>
    </aside>
  );
}
