import { type ChangeEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { Icon } from '../../components/Icon.tsx';
import { door } from '../../connection/index.ts';
import { saidOf } from '../../i18n-core.ts';
import { hasMod, useKeyName } from '../../keyboard/key-name.ts';
import { useAgent } from './Agents.tsx';
import { attachFile } from './attach.ts';
import { ContextMeterLine } from './ContextMeterLine.tsx';
import { branchOf, runningOf } from './conversation-view.ts';
import { Fit } from './Fit.tsx';
import { ModelPicker, useModel } from './ModelPicker.tsx';
import { attempt, send, useChat } from './store.ts';
import { useVersionKeys } from './use-version-keys.ts';

/** Question, agent, model, documents; what it fills of the window, and what stands in the way, before anything is sent. */
export function Composer() {
  const { t } = useTranslation();
  const key = useKeyName();
  const agent = useAgent();
  const model = useModel();
  const { attached, editing, models, view } = useChat();
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [early, setEarly] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const file = useRef<HTMLInputElement>(null);
  const escapes = useRef(0);
  const shown = branchOf(view);
  const running = runningOf(shown);
  const known = agent !== undefined && models !== null;
  useVersionKeys(shown);

  useEffect(() => {
    const compose = (event: Event) => {
      setText((event as CustomEvent<string>).detail);
      field.current?.focus();
    };
    window.addEventListener('sutazai:compose', compose);
    return () => window.removeEventListener('sutazai:compose', compose);
  }, []);

  const stop = () => {
    if (running) void attempt(() => door.api.chat.stop({ run: running.id }));
  };
  const submit = async () => {
    const question = text.trim();
    if (!question || running) return;
    if (!known || !agent) {
      setEarly(true);
      return;
    }
    setBusy(true);
    setText('');
    if (!(await send(question, agent.id, model))) setText(question);
    setBusy(false);
    field.current?.focus();
  };
  // Who is quicker than the first look at agents and models is not made to press again.
  const later = useRef(submit);
  later.current = submit;
  useEffect(() => {
    if (!early || !known) return;
    setEarly(false);
    void later.current();
  }, [early, known]);
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (hasMod(event) || (!event.shiftKey && !event.nativeEvent.isComposing))) {
      event.preventDefault();
      void submit();
    } else if (event.key === 'Escape') {
      // Twice within half a second stops the answer; once gives up an edit.
      if (performance.now() - escapes.current < 500) stop();
      escapes.current = performance.now();
      if (editing) useChat.setState({ editing: null });
      event.stopPropagation();
    }
  };
  const take = async (event: ChangeEvent<HTMLInputElement>) => {
    const files = [...(event.target.files ?? [])];
    event.target.value = '';
    setBusy(true);
    for (const one of files) await attachFile(one, agent?.documents ? agent.id : undefined);
    setBusy(false);
  };
  return (
    <div className="composer">
      <Fit agent={agent} model={model} />
      <ContextMeterLine text={text} agent={agent?.id} model={model} />
      {editing ? (
        <p className="cap flex">
          {t('chat.editing')}
          <Button kind="quiet" small onClick={() => useChat.setState({ editing: null })}>
            {t('shell.cancel')}
          </Button>
        </p>
      ) : null}
      {attached.length ? (
        <div className="chips">
          {attached.map((d) => (
            <span key={d.id} className="chip">
              <Icon name="clip" />
              {d.name}
              <Button
                kind="quiet"
                small
                className="icon"
                aria-label={t('chat.detach', { name: d.name })}
                onClick={() => useChat.setState((s) => ({ attached: s.attached.filter((x) => x.id !== d.id) }))}
              >
                <Icon name="close" />
              </Button>
            </span>
          ))}
        </div>
      ) : null}
      <textarea
        ref={field}
        className="in"
        rows={2}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={keys}
        aria-label={
          agent ? t('chat.messageTo', { name: saidOf('agentTitles', agent.id, agent.title) }) : t('chat.message')
        }
        placeholder={agent ? t('chat.ask', { name: saidOf('agentTitles', agent.id, agent.title) }) : t('chat.message')}
      />
      <div className="flex pad-t">
        {agent?.documents ? (
          <>
            <input
              ref={file}
              type="file"
              multiple
              hidden
              onChange={(event) => void take(event)}
              aria-label={t('chat.attach')}
            />
            <Button
              small
              onClick={() => file.current?.click()}
              busy={busy && !running ? t('chat.attaching') : undefined}
            >
              <Icon name="clip" />
              {t('chat.attach')}
            </Button>
          </>
        ) : null}
        <ModelPicker />
        <span className="cap hide-s">{t('chat.sendHint', { key: key('Enter') })}</span>
        <span className="grow" />
        {running ? (
          <Button kind="primary" onClick={stop}>
            {t('chat.stop')}
          </Button>
        ) : (
          <Button
            kind="primary"
            onClick={() => void submit()}
            disabled={!text.trim() || busy}
            busy={early ? t('chat.readingAgents') : undefined}
          >
            {t('chat.send')}
          </Button>
        )}
      </div>
    </div>
  );
}
