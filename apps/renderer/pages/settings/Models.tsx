import type { SettingsValues } from '@sutazai/core/contract';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { save } from '../../state/settings.ts';
import { Field } from './Field.tsx';

export function Models({ values }: { values: SettingsValues }) {
  const { t } = useTranslation();
  const [text, setText] = useState(values.modelsFolder ?? '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save({ modelsFolder: text.trim() || null });
  };
  return (
    <>
      <h2 id="set-models">{t('settings.section.models')}</h2>
      <Field
        label={t('settings.models.folder')}
        htmlFor="models-folder"
        hint={t(values.modelsFolder ? 'settings.models.folderHint' : 'settings.models.volumeHint')}
      >
        <form className="flex" onSubmit={submit}>
          <input
            id="models-folder"
            className="in mono"
            value={text}
            placeholder={t('settings.models.volume')}
            onChange={(event) => setText(event.target.value)}
          />
          <button type="submit" className="btn small" disabled={text.trim() === (values.modelsFolder ?? '')}>
            {t('settings.models.use')}
          </button>
          {values.modelsFolder ? (
            <Button
              small
              onClick={() => {
                setText('');
                void save({ modelsFolder: null });
              }}
            >
              {t('settings.models.useVolume')}
            </Button>
          ) : null}
        </form>
      </Field>
    </>
  );
}
