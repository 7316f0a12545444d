import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { Icon } from '../../components/Icon.tsx';
import { door } from '../../connection/index.ts';
import type { Shown } from './conversation-view.ts';
import { attempt } from './store.ts';

/** Earlier and later versions of a message: an edit or another answer stands beside, never in place. */
export function Versions({ shown }: { shown: Shown }) {
  const { t } = useTranslation();
  const { message, siblings } = shown;
  const at = siblings.indexOf(message.id);
  if (siblings.length < 2) return null;
  const show = (id: string | undefined) => {
    if (id) void attempt(() => door.api.chat.choose({ id: message.conversation, message: id }));
  };
  return (
    <span className="sib">
      <Button
        kind="quiet"
        small
        aria-label={t('chat.earlier')}
        disabled={at === 0}
        onClick={() => show(siblings[at - 1])}
      >
        <Icon name="left" />
      </Button>
      <span className="cap">{t('chat.versionOf', { at: at + 1, count: siblings.length })}</span>
      <Button
        kind="quiet"
        small
        aria-label={t('chat.later')}
        disabled={at === siblings.length - 1}
        onClick={() => show(siblings[at + 1])}
      >
        <Icon name="right" />
      </Button>
    </span>
  );
}
