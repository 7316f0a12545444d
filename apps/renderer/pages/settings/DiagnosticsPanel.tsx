import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { Icon } from '../../components/Icon.tsx';
import { door } from '../../connection/index.ts';
import { useFormat } from '../../format/use-format.ts';
import { diagnosisOf } from '../../state/diagnosis-of.ts';
import { go } from '../../state/route.ts';
import { tellError } from '../../state/toasts.ts';
import { BundleText } from './BundleText.tsx';

type File = { name: string; text: string };

/** What a bundle would hold, to be read before it is saved. */
export function DiagnosticsPanel() {
  const { t } = useTranslation();
  const format = useFormat();
  const [files, setFiles] = useState<File[] | null>(null);
  const [open, setOpen] = useState(0);
  const [path, setPath] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    const life = new AbortController();
    door.api.diagnostics
      .preview(undefined, { signal: life.signal })
      .then((preview) => setFiles(preview.files))
      .catch((error: unknown) => {
        if (!life.signal.aborted) tellError(diagnosisOf(error));
      });
    return () => life.abort();
  }, []);
  const save = async () => {
    setBusy(true);
    try {
      setPath((await door.api.diagnostics.save()).path);
    } catch (error) {
      tellError(diagnosisOf(error));
    }
    setBusy(false);
  };
  const file = files?.[open];
  const size = files?.reduce((sum, f) => sum + f.text.length, 0) ?? 0;
  return (
    <aside className="inspector" aria-label={t('settings.diagnostics.title')} data-panel>
      <div className="phead">
        <h2 className="big-h">{t('settings.diagnostics.title')}</h2>
        <span className="grow" />
        <Button kind="quiet" className="icon" aria-label={t('shell.close')} onClick={() => go('settings')}>
          <Icon name="close" />
        </Button>
      </div>
      <p className="small dim pad-s">{t('settings.diagnostics.read')}</p>
      {files ? (
        <ul className="bund" aria-label={t('settings.diagnostics.files')}>
          {files.map((f, at) => (
            <li key={f.name}>
              <button type="button" aria-pressed={at === open} onClick={() => setOpen(at)}>
                <span className="cut">{f.name}</span>
                <span className="num">{format.bytes(f.text.length)}</span>
              </button>
            </li>
          ))}
        </ul>
      ) : (
        <p className="pad faint">{t('settings.diagnostics.collecting')}</p>
      )}
      {file ? <BundleText name={file.name} text={file.text} /> : null}
      <div className="foot">
        <span className="cap grow any" role="status">
          {path
            ? t('settings.diagnostics.savedTo', { path })
            : t('settings.diagnostics.stays', { size: format.bytes(size) })}
        </span>
        <Button
          kind="primary"
          disabled={!files}
          busy={busy ? t('settings.diagnostics.saving') : undefined}
          onClick={() => void save()}
        >
          {t('settings.diagnostics.save')}
        </Button>
      </div>
    </aside>
  );
}
