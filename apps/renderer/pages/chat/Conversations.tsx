import type { Conversation, SearchHit } from '@sutazai/core/contract';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { Confirm } from '../../components/Confirm.tsx';
import { Icon } from '../../components/Icon.tsx';
import { Menu } from '../../components/Menu.tsx';
import { door } from '../../connection/index.ts';
import { useFormat } from '../../format/use-format.ts';
import { saidOf } from '../../i18n-core.ts';
import { Agents } from './Agents.tsx';
import { groupByDay } from './group-by-day.ts';
import { attempt, openConversation, useChat } from './store.ts';

/** New chat, the agents, what was said before, and a search through all of it. */
export function Conversations() {
  const { t } = useTranslation();
  const conversations = useChat((s) => s.conversations);
  const [query, setQuery] = useState('');
  const hits = useHits(query);
  return (
    <section className="convs" aria-label={t('chat.chats')} data-panel>
      <div className="phead conv-head">
        <Button className="grow" onClick={() => openConversation(null)}>
          <Icon name="plus" />
          {t('chat.new')}
        </Button>
      </div>
      <div className="scroll grow">
        <Agents />
        {query ? <Hits hits={hits} query={query} /> : <List conversations={conversations} />}
      </div>
      <div className="foot conv-foot">
        <input
          className="in"
          data-filter
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          placeholder={t('chat.search')}
          aria-label={t('chat.search')}
        />
      </div>
    </section>
  );
}

function List({ conversations }: { conversations: Conversation[] | null }) {
  const { t } = useTranslation();
  if (!conversations) return <p className="lh">{t('chat.reading')}</p>;
  if (!conversations.length) return <p className="lh">{t('chat.none')}</p>;
  return groupByDay(conversations, Date.now()).map((group) => (
    <div key={group.day}>
      <h2 className="lh">{t(`chat.day.${group.day}`)}</h2>
      <ul className="cl">
        {group.items.map((c) => (
          <Entry key={c.id} conversation={c} />
        ))}
      </ul>
    </div>
  ));
}

function Entry({ conversation: c }: { conversation: Conversation }) {
  const { t } = useTranslation();
  const format = useFormat();
  const open = useChat((s) => s.open);
  const agents = useChat((s) => s.agents);
  const [title, setTitle] = useState<string | null>(null);
  const [removing, setRemoving] = useState(false);
  const name = c.title || t('chat.untitled');
  const today = format.day(c.updatedAt) === format.day(Date.now());
  if (title !== null) {
    const finish = () => {
      setTitle(null);
      if (title.trim() && title !== c.title) void attempt(() => door.api.chat.rename({ id: c.id, title }));
    };
    return (
      <li>
        <input
          className="in tiny"
          // biome-ignore lint/a11y/noAutofocus: it takes the place of the title that was asked to be changed
          autoFocus
          value={title}
          aria-label={t('chat.rename')}
          onChange={(event) => setTitle(event.target.value)}
          onBlur={finish}
          onKeyDown={(event) => {
            if (event.key === 'Enter') finish();
            if (event.key === 'Escape') setTitle(null);
          }}
        />
      </li>
    );
  }
  return (
    <li className={c.id === open ? 'on' : undefined}>
      <button
        type="button"
        className="conv"
        aria-current={c.id === open ? 'true' : undefined}
        onClick={() => openConversation(c.id)}
      >
        <span className="cut">{name}</span>
        <span className="cap cut">
          {c.agent ? saidOf('agentTitles', c.agent, agents?.find((a) => a.id === c.agent)?.title ?? c.agent) : ''}
          <span className="end">
            {c.running ? t('chat.answering') : today ? format.clock(c.updatedAt, false) : format.day(c.updatedAt)}
          </span>
        </span>
      </button>
      <Menu
        label={t('chat.actionsFor', { name })}
        items={[
          { label: t('chat.rename'), run: () => setTitle(c.title) },
          { label: t('chat.remove'), run: () => setRemoving(true) },
        ]}
      >
        <Icon name="more" />
      </Menu>
      {removing ? (
        <Confirm
          question={t('chat.removeQuestion', { name })}
          loss={t('chat.removeLoss')}
          verb={t('chat.removeVerb')}
          onConfirm={() => void attempt(() => door.api.chat.remove({ id: c.id }))}
          onClose={() => setRemoving(false)}
        />
      ) : null}
    </li>
  );
}

function Hits({ hits, query }: { hits: SearchHit[] | null; query: string }) {
  const { t } = useTranslation();
  if (!hits) return <p className="lh">{t('chat.searching')}</p>;
  if (!hits.length) return <p className="lh">{t('chat.noHit', { query })}</p>;
  return (
    <ul className="cl" aria-label={t('chat.hits')}>
      {hits.map((hit) => (
        <li key={hit.message}>
          <button
            type="button"
            className="conv"
            onClick={() => {
              openConversation(hit.conversation);
              void attempt(() => door.api.chat.choose({ id: hit.conversation, message: hit.message }));
            }}
          >
            <span className="cut">{hit.title}</span>
            <span className="cap excerpt">
              {/* biome-ignore lint/suspicious/noArrayIndexKey: parts of one excerpt never change places */}
              {hit.excerpt.map((part, at) => (at % 2 ? <mark key={at}>{part}</mark> : <span key={at}>{part}</span>))}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function useHits(query: string): SearchHit[] | null {
  const [hits, setHits] = useState<SearchHit[] | null>(null);
  useEffect(() => {
    setHits(null);
    if (!query.trim()) return;
    const life = new AbortController();
    // One question per pause in typing, not per letter.
    const timer = setTimeout(() => {
      door.api.chat
        .search({ text: query, limit: 50 }, { signal: life.signal })
        .then(setHits)
        .catch(() => undefined);
    }, 150);
    return () => {
      clearTimeout(timer);
      life.abort();
    };
  }, [query]);
  return hits;
}
