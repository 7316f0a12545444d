import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Bar } from '../../components/Bar.tsx';
import { Button } from '../../components/Button.tsx';
import { Confirm } from '../../components/Confirm.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Icon } from '../../components/Icon.tsx';
import { door } from '../../connection/index.ts';
import { useFormat } from '../../format/use-format.ts';
import { cancelPull, pullModel, usePulls } from './pull.ts';
import { attempt, useChat } from './store.ts';

/** The model for the next question: the chosen one if it is there, else the first that can answer. */
export function useModel(): string | null {
  const models = useChat((s) => s.models?.models);
  const chosen = useChat((s) => s.model);
  if (!models) return chosen;
  const able = models.filter((m) => !m.capabilities.length || m.capabilities.includes('completion'));
  return models.find((m) => m.name === chosen)?.name ?? able[0]?.name ?? null;
}

export function ModelPicker() {
  const { t } = useTranslation();
  const model = useModel();
  const [open, setOpen] = useState(false);
  const pulling = usePulls((s) => Object.keys(s.running).length);
  return (
    <>
      <Button small onClick={() => setOpen(true)} aria-haspopup="dialog">
        {pulling ? t('chat.pulling', { count: pulling }) : (model ?? t('chat.noModel'))}
        <Icon name="down" />
      </Button>
      {open ? <Models onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function Models({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useChat((s) => s.models);
  const model = useModel();
  const running = usePulls((s) => s.running);
  const [name, setName] = useState('');
  const [removing, setRemoving] = useState<string | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    pullModel(name.trim());
    setName('');
  };
  return (
    <Dialog label={t('chat.models')} className="models-dialog" onClose={onClose}>
      <div className="phead">
        <h2 className="big-h">{t('chat.models')}</h2>
        <span className="cap cut">
          {now?.server.version
            ? t('chat.server', { version: now.server.version, url: now.server.url })
            : now?.server.url}
        </span>
        <span className="grow" />
        <Button kind="quiet" className="icon" aria-label={t('shell.close')} onClick={onClose}>
          <Icon name="close" />
        </Button>
      </div>
      <ul className="model-list" aria-label={t('chat.models')}>
        {now?.models.map((m) => (
          <li key={m.name}>
            <button
              type="button"
              className="pick"
              aria-pressed={m.name === model}
              onClick={() => {
                useChat.setState({ model: m.name });
                onClose();
              }}
            >
              <b className="cut">{m.name}</b>
              <span className="cap cut">
                {[m.parameters, m.quantization, format.bytes(m.bytes), ...m.capabilities].filter(Boolean).join(', ')}
              </span>
              <span className="cap">{m.loaded ? t('chat.loaded') : ''}</span>
            </button>
            <Button
              small
              kind="quiet"
              aria-label={t('chat.removeModel', { name: m.name })}
              onClick={() => setRemoving(m.name)}
            >
              {t('chat.removeShort')}
            </Button>
          </li>
        ))}
        {Object.entries(running).map(([pulled, progress]) => (
          <li key={pulled} className="pulling">
            <b>{pulled}</b>
            <span className="grow">
              <Bar parts={[{ share: progress?.totalBytes ? progress.completedBytes / progress.totalBytes : 0 }]} />
            </span>
            <span className="cap num">
              {progress?.totalBytes
                ? t('chat.pullProgress', {
                    done: format.bytes(progress.completedBytes),
                    total: format.bytes(progress.totalBytes),
                    rate: format.rate(progress.bytesPerSecond),
                  })
                : (progress?.status ?? t('chat.pullBegins'))}
            </span>
            <Button small onClick={() => cancelPull(pulled)}>
              {t('shell.cancel')}
            </Button>
          </li>
        ))}
      </ul>
      <form className="foot" onSubmit={submit}>
        <input
          className="in mono"
          value={name}
          onChange={(event) => setName(event.target.value)}
          aria-label={t('chat.pullName')}
          placeholder={t('chat.pullName')}
        />
        <button type="submit" className="btn" disabled={!name.trim()}>
          {t('chat.pull')}
        </button>
      </form>
      {removing === null ? null : (
        <Confirm
          question={t('chat.removeModelQuestion', { name: removing })}
          loss={t('chat.removeModelLoss')}
          verb={t('chat.removeShort')}
          onConfirm={() => void attempt(() => door.api.models.remove({ name: removing }))}
          onClose={() => setRemoving(null)}
        />
      )}
    </Dialog>
  );
}
