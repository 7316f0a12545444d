import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { Icon } from '../../components/Icon.tsx';
import { useFormat } from '../../format/use-format.ts';
import { isTyping } from '../../keyboard/global.ts';
import { hasMod } from '../../keyboard/key-name.ts';
import { LogView } from './LogView.tsx';
import { LogFeed } from './log-feed.ts';
import { LogSearch } from './log-search.ts';

interface LogPanelProps {
  services?: string[];
  tier?: string;
  /** Each line names its service. */
  named?: boolean;
  tail?: number;
  /** Stands before the search. */
  children?: ReactNode;
}

/** Logs with search and follow. Following goes on across restarts, with a visible seam; it pauses when one scrolls up. */
export function LogPanel({ services, tier, named = false, tail = 1000, children }: LogPanelProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [version, setVersion] = useState(0);
  const [following, setFollowing] = useState(true);
  const [query, setQuery] = useState('');
  const [current, setCurrent] = useState<number | null>(null);
  const pausedAt = useRef(0);
  const field = useRef<HTMLInputElement>(null);
  const choice = JSON.stringify({ services, tier, tail });
  const feed = useMemo(() => new LogFeed(() => setVersion((v) => v + 1)), []);
  const search = useMemo(() => (query ? new LogSearch(feed.buffer, query) : null), [feed, query]);
  search?.scan();

  useEffect(() => {
    feed.buffer.clear();
    return feed.follow(JSON.parse(choice));
  }, [feed, choice]);

  const pause = () => {
    pausedAt.current = feed.buffer.end;
    setFollowing(false);
  };
  const find = (step: 1 | -1) => {
    const next = search?.next(current ?? (step > 0 ? feed.buffer.first - 1 : feed.buffer.end), step);
    if (next === undefined) return;
    if (following) pause();
    setCurrent(next);
  };
  const keys = (event: KeyboardEvent) => {
    if (hasMod(event) && event.key.toLowerCase() === 'f') {
      event.preventDefault();
      field.current?.focus();
    } else if (event.key === 'F3') {
      event.preventDefault();
      find(event.shiftKey ? -1 : 1);
    } else if (event.key.toLowerCase() === 'f' && !isTyping(event.target) && !hasMod(event)) {
      event.preventDefault();
      if (following) pause();
      else setFollowing(true);
    }
  };
  const fresh = feed.buffer.end - pausedAt.current;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the panel, whatever in it has the focus
    <div className="log-panel" onKeyDown={keys} data-panel>
      <div className="logbar">
        {children ?? <h3>{t('logs.title')}</h3>}
        <input
          ref={field}
          className="in grow"
          data-filter
          placeholder={t('logs.search', { count: feed.buffer.count, lines: format.number(feed.buffer.count) })}
          aria-label={t('logs.searchLabel')}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setCurrent(null);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter') find(event.shiftKey ? -1 : 1);
            if (event.key === 'Escape' && query) {
              event.stopPropagation();
              setQuery('');
            }
          }}
        />
        {search ? (
          <>
            <span className="cap num" role="status">
              {current === null
                ? t('logs.found', { count: search.matches.length, lines: format.number(search.matches.length) })
                : t('logs.at', {
                    at: format.number(search.matches.indexOf(current) + 1),
                    count: format.number(search.matches.length),
                  })}
            </span>
            <Button small kind="quiet" aria-label={t('logs.previous')} onClick={() => find(-1)}>
              <Icon name="left" />
            </Button>
            <Button small kind="quiet" aria-label={t('logs.next')} onClick={() => find(1)}>
              <Icon name="right" />
            </Button>
          </>
        ) : null}
        <Button small aria-pressed={following} onClick={() => (following ? pause() : setFollowing(true))}>
          {following ? <Icon name="check" /> : null}
          {t('logs.follow')}
        </Button>
      </div>
      <LogView
        feed={feed}
        version={version}
        query={query}
        current={current}
        following={following}
        named={named}
        onScrollUp={pause}
        onBottom={() => setFollowing(true)}
      />
      {!following && fresh > 0 ? (
        <Button small className="new-lines" onClick={() => setFollowing(true)}>
          {t('logs.newLines', { count: fresh, lines: format.number(fresh) })}
        </Button>
      ) : null}
      {!feed.buffer.count ? <p className="cap pad-s">{t(feed.open ? 'logs.none' : 'logs.reading')}</p> : null}
    </div>
  );
}
