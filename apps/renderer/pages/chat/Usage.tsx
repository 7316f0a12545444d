import type { Message } from '@sutazai/core/contract';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../format/use-format.ts';

/** How long it took and how much it was; only what was measured. */
export function Usage({ message }: { message: Message }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { usage, firstTokenMs } = message.detail;
  if (message.state === 'running' || (!usage && firstTokenMs === null)) return null;
  const speed = usage && usage.ms > 0 ? (usage.completionTokens / usage.ms) * 1000 : null;
  return (
    <div className="meta">
      {speed === null ? null : <span>{t('chat.usage.speed', { speed: format.number(speed, 1) })}</span>}
      {firstTokenMs === null ? null : <span>{t('chat.usage.first', { time: format.duration(firstTokenMs) })}</span>}
      {usage ? (
        <span>
          {t('chat.usage.tokens', {
            prompt: format.number(usage.promptTokens),
            answer: format.number(usage.completionTokens),
          })}
        </span>
      ) : null}
      {message.endedAt === null ? null : (
        <span>{t('chat.usage.all', { time: format.duration(message.endedAt - message.createdAt) })}</span>
      )}
    </div>
  );
}
