import type { Message } from '@sutazai/core/contract';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { DiagnosisCard } from '../../components/DiagnosisCard.tsx';
import { Icon } from '../../components/Icon.tsx';
import { Status } from '../../components/Status.tsx';
import { door } from '../../connection/index.ts';
import { useFormat } from '../../format/use-format.ts';
import { saidOf } from '../../i18n-core.ts';
import { Citations } from './Citations.tsx';
import type { Shown } from './conversation-view.ts';
import { Markdown } from './Markdown.tsx';
import { Products } from './Products.tsx';
import { Steps } from './Steps.tsx';
import { attempt, useChat } from './store.ts';
import { useText } from './text-store.ts';
import { Usage } from './Usage.tsx';
import { Versions } from './Versions.tsx';

export const MessageView = memo(function MessageView({ shown }: { shown: Shown }) {
  return shown.message.role === 'user' ? <Question shown={shown} /> : <Answer shown={shown} />;
});

function Question({ shown }: { shown: Shown }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { message } = shown;
  const edit = () => {
    useChat.setState({ editing: { parent: message.parent } });
    window.dispatchEvent(new CustomEvent('sutazai:compose', { detail: message.text }));
  };
  return (
    <article className="msg user" aria-label={t('chat.question')} data-message={message.id}>
      <header>
        <b>{t('chat.you')}</b>
        <span className="cap">{format.clock(message.createdAt, false)}</span>
        <span className="grow" />
        <Button kind="quiet" small onClick={edit}>
          {t('chat.edit')}
        </Button>
        <Versions shown={shown} />
      </header>
      <p className="as-typed">{message.text}</p>
      {message.documents.map((d) => (
        <span key={d.id} className="chip">
          <Icon name="clip" />
          {d.name}
        </span>
      ))}
    </article>
  );
}

function Answer({ shown }: { shown: Shown }) {
  const { t } = useTranslation();
  const { message } = shown;
  const agent = useChat((s) =>
    message.agent
      ? saidOf('agentTitles', message.agent, s.agents?.find((a) => a.id === message.agent)?.title ?? message.agent)
      : '',
  );
  const text = useText(message.id);
  const { detail } = message;
  const running = message.state === 'running';
  const again = () => void attempt(() => door.api.chat.regenerate({ message: message.id }));
  return (
    <article
      className="msg"
      aria-label={t('chat.answerOf', { name: agent })}
      aria-busy={running}
      data-message={message.id}
      data-state={message.state}
    >
      <header>
        <b>{agent}</b>
        <span className="cap">{message.model}</span>
        <State message={message} />
        <span className="grow" />
        {running ? null : (
          <>
            <CopyButton text={text} />
            <Button kind="quiet" small onClick={again}>
              {t('chat.again')}
            </Button>
          </>
        )}
        <Versions shown={shown} />
      </header>
      <Steps detail={detail} running={running} />
      {text ? <Markdown text={text} /> : null}
      {running ? <span className="caret" aria-hidden="true" /> : null}
      {detail.warnings.map((w) => (
        <p key={w.code + w.message} className="small warn">
          {w.message}
        </p>
      ))}
      {detail.failure ? (
        <div className="failed">
          <DiagnosisCard
            diagnosis={detail.failure}
            action={
              <Button kind="primary" small className="start" onClick={again}>
                {t('chat.tryAgain')}
              </Button>
            }
          />
        </div>
      ) : null}
      <Products products={detail.products} />
      <Citations citations={detail.citations} />
      <Usage message={message} />
    </article>
  );
}

function State({ message }: { message: Message }) {
  const { t } = useTranslation();
  if (message.state === 'done') return null;
  const tone = message.state === 'running' ? 'busy' : message.state === 'stopped' ? 'off' : 'bad';
  return <Status tone={tone}>{t(`chat.state.${message.state}`)}</Status>;
}
