import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { ScrollRegion } from '../../components/ScrollRegion.tsx';
import { saidOf } from '../../i18n-core.ts';
import { useAgent } from './Agents.tsx';
import { branchOf } from './conversation-view.ts';
import { MessageView } from './MessageView.tsx';
import { useChat } from './store.ts';

/** The shown branch. It follows an answer as it grows, until one scrolls up. */
export function Thread() {
  const { t } = useTranslation();
  const view = useChat((s) => s.view);
  const open = useChat((s) => s.open);
  const agent = useAgent();
  const box = useRef<HTMLElement>(null);
  const inner = useRef<HTMLDivElement>(null);
  const top = useRef(0);
  const [stuck, setStuck] = useState(true);
  const shown = branchOf(view);
  const last = shown.at(-1)?.message.id;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another conversation or a new question begins at its end
  useLayoutEffect(() => {
    setStuck(true);
    if (box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [open, last]);
  useEffect(() => {
    const content = inner.current;
    if (!content) return;
    const watch = new ResizeObserver(() => {
      if (stuck && box.current) box.current.scrollTop = box.current.scrollHeight;
    });
    watch.observe(content);
    return () => watch.disconnect();
  }, [stuck]);
  return (
    <div className="thread-box">
      <ScrollRegion
        className="grow"
        label={t('chat.conversation')}
        ref={box}
        onScroll={() => {
          const e = box.current;
          if (!e) return;
          const atEnd = e.scrollHeight - e.scrollTop - e.clientHeight < 40;
          // The page grows by itself all the time: only a movement upwards is a person's.
          if (atEnd) setStuck(true);
          else if (e.scrollTop < top.current - 2) setStuck(false);
          top.current = e.scrollTop;
        }}
      >
        <div className="msgs" ref={inner}>
          {shown.map((s) => (
            <MessageView key={s.message.id} shown={s} />
          ))}
          {shown.length ? null : (
            <p className="faint empty">
              {agent
                ? t('chat.empty', {
                    name: saidOf('agentTitles', agent.id, agent.title),
                    about: saidOf('agents', agent.id, agent.about),
                  })
                : t('chat.readingAgents')}
            </p>
          )}
        </div>
      </ScrollRegion>
      {stuck || !shown.length ? null : (
        <Button small className="new-lines" onClick={() => setStuck(true)}>
          {t('chat.toEnd')}
        </Button>
      )}
    </div>
  );
}
