import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { chooseEngine } from './choose-engine.ts';

/** An engine that is not found by itself: its address. */
export function AddEngine({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const id = useId();
  const [url, setUrl] = useState('');
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    if (await chooseEngine(url.trim())) onDone();
    setBusy(false);
  };
  return (
    <form className="add-line" onSubmit={(event) => void submit(event)}>
      <label className="small dim" htmlFor={id}>
        {t('first-run.engine.address')}
      </label>
      <input
        id={id}
        className="in mono"
        value={url}
        onChange={(event) => setUrl(event.target.value)}
        placeholder="unix:///var/run/docker.sock"
      />
      <button type="submit" className="btn small" disabled={!url.trim() || busy}>
        {t(busy ? 'first-run.engine.changing' : 'first-run.engine.use')}
      </button>
      <Button small kind="quiet" onClick={onDone}>
        {t('shell.cancel')}
      </Button>
    </form>
  );
}
