import type { ContextMeter } from '@sutazai/core/contract';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Bar } from '../../components/Bar.tsx';
import { Glyph } from '../../components/Status.tsx';
import { door } from '../../connection/index.ts';
import { useFormat } from '../../format/use-format.ts';
import { useChat } from './store.ts';

const colours: Record<ContextMeter['parts'][number]['part'], number> = {
  system: 8,
  history: 2,
  documents: 5,
  prompt: 1,
  answer: 3,
};

/** What fills the window before anything is sent, and from three quarters on what will be left out. */
export function ContextMeterLine(props: { text: string; agent: string | undefined; model: string | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const meter = useMeter(props);
  if (!meter || meter.window === null) return null;
  const { window: all, parts, usedTokens: used, dropped, tooLong } = meter;
  const filled = parts.filter((p) => p.tokens > 0);
  const words = filled.map((p) =>
    t('chat.meter.part', { name: t(`chat.meter.${p.part}`), tokens: format.number(p.tokens) }),
  );
  return (
    <>
      <div className="ctx">
        <span className="small">
          {t(meter.source === 'served' ? 'chat.meter.of' : 'chat.meter.ofExpected', {
            used: format.number(used),
            all: format.number(all),
          })}
        </span>
        <span className="grow">
          <Bar
            tall
            label={t('chat.meter.label', { parts: words.join(', ') })}
            parts={filled.map((p) => ({ share: p.tokens / all, colour: colours[p.part] }))}
          />
        </span>
      </div>
      <div className="keys">
        {filled.map((p, at) => (
          <span key={p.part}>
            <i className="key" style={{ background: `var(--c${colours[p.part]})` }} />
            {words[at]}
          </span>
        ))}
        {tooLong ? (
          <span className="warn strong-w">
            <Glyph tone="bad" /> {t('chat.meter.tooLong')}
          </span>
        ) : dropped.length ? (
          <span className="warn strong-w">
            <Glyph tone="warn" /> {t('chat.meter.drops', { count: dropped.length })}
          </span>
        ) : used / all >= 0.75 ? (
          <span className="warn strong-w">
            <Glyph tone="warn" /> {t('chat.meter.soon')}
          </span>
        ) : null}
      </div>
    </>
  );
}

/** Asked when typing pauses, and again when the conversation, agent, model or attachments change. */
function useMeter({
  text,
  agent,
  model,
}: {
  text: string;
  agent: string | undefined;
  model: string | null;
}): ContextMeter | null {
  const [meter, setMeter] = useState<ContextMeter | null>(null);
  const open = useChat((s) => s.open);
  const leaf = useChat((s) => s.view.conversation?.leaf);
  // While an answer comes in there is nothing to measure: what will stand before the next question is not known yet.
  const running = useChat(
    (s) => s.view.conversation?.running === true || s.view.messages.get(leaf ?? '')?.state === 'running',
  );
  const documents = useChat((s) => s.attached);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the leaf moves when something was said
  useEffect(() => {
    if (!open || !agent) {
      setMeter(null);
      return;
    }
    if (running) return;
    const life = new AbortController();
    const timer = setTimeout(() => {
      door.api.chat
        .measure(
          {
            conversation: open,
            text,
            agent,
            ...(model ? { model } : {}),
            ...(documents.length ? { documents: documents.map((d) => d.id) } : {}),
          },
          { signal: life.signal },
        )
        .then(setMeter)
        .catch(() => {
          if (!life.signal.aborted) setMeter(null);
        });
    }, 400);
    return () => {
      clearTimeout(timer);
      life.abort();
    };
  }, [open, leaf, running, text, agent, model, documents]);
  return meter;
}
