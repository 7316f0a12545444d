import type { MessageDetail } from '@sutazai/core/contract';
import { useTranslation } from 'react-i18next';
import { Glyph, type Tone } from '../../components/Status.tsx';
import { useFormat } from '../../format/use-format.ts';

const tones: Record<MessageDetail['steps'][number]['state'], Tone> = {
  planned: 'off',
  begun: 'busy',
  done: 'ok',
  failed: 'bad',
};

/** What the agent does on the way, open while it does it. */
export function Steps({ detail, running }: { detail: MessageDetail; running: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { steps, tools } = detail;
  if (!steps.length && !tools.length) return null;
  const begun = Math.min(...steps.map((s) => s.begunAt ?? Number.POSITIVE_INFINITY));
  const ended = Math.max(...steps.map((s) => s.endedAt ?? 0));
  return (
    <details className="run" open={running || undefined}>
      <summary>
        {ended > begun
          ? t('chat.stepsIn', { count: steps.length + tools.length, time: format.duration(ended - begun) })
          : t('chat.steps', { count: steps.length + tools.length })}
      </summary>
      <ol className="st-l">
        {steps.map((s) => (
          <li key={s.id}>
            <Glyph tone={tones[s.state]} />
            <span>{s.title}</span>
            <span className="faint cut">{s.detail}</span>
            <span className="num faint">
              {s.begunAt !== undefined && s.endedAt !== undefined ? format.duration(s.endedAt - s.begunAt) : ''}
            </span>
          </li>
        ))}
        {tools.map((tool) => (
          <li key={tool.id}>
            <Glyph tone={tool.state === 'answered' ? 'ok' : tool.state === 'failed' ? 'bad' : 'busy'} />
            <span>{t('chat.tool', { name: tool.name })}</span>
            <span className="faint cut">{tool.arguments}</span>
            <span />
          </li>
        ))}
      </ol>
    </details>
  );
}
