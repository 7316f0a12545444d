import type { SettingsValues } from '@sutazai/core/contract';
import { useTranslation } from 'react-i18next';
import { Segmented } from '../../components/Segmented.tsx';
import { Switch } from '../../components/Switch.tsx';
import { locales } from '../../i18n.ts';
import { save, useSettings } from '../../state/settings.ts';
import { Field } from './Field.tsx';

/** Names of languages stand in the language itself. */
const languageName = (locale: string) => new Intl.DisplayNames([locale], { type: 'language' }).of(locale) ?? locale;

export function General({ values }: { values: SettingsValues }) {
  const { t } = useTranslation();
  const host = useSettings((s) => s.host);
  return (
    <>
      <h2 id="set-general">{t('settings.section.general')}</h2>
      <Field label={t('settings.theme.label')}>
        <Segmented
          label={t('settings.theme.label')}
          value={values.theme}
          onChange={(theme) => void save({ theme })}
          options={(['system', 'light', 'dark'] as const).map((value) => ({
            value,
            label: t(`settings.theme.${value}`),
          }))}
        />
      </Field>
      <Field label={t('settings.language.label')} htmlFor="set-language">
        <select
          id="set-language"
          className="in short"
          value={values.locale ?? ''}
          onChange={(event) => void save({ locale: event.target.value || null })}
        >
          <option value="">{t('settings.language.system')}</option>
          {locales.map((locale) => (
            <option key={locale} value={locale} lang={locale}>
              {languageName(locale)}
            </option>
          ))}
        </select>
      </Field>
      <Field label={t('settings.keys.label')} hint={t('settings.keys.hint')}>
        <Switch
          label={t('settings.keys.label')}
          checked={values.singleKeys}
          onChange={(singleKeys) => void save({ singleKeys })}
        />
      </Field>
      {host?.mode === 'window' ? <WindowFields values={values} /> : null}
      {host ? (
        <Field label={t('settings.version.label')} hint={t(`settings.version.${host.mode}`)}>
          <span>{host.version}</span>
        </Field>
      ) : null}
    </>
  );
}

function WindowFields({ values }: { values: SettingsValues }) {
  const { t } = useTranslation();
  return (
    <>
      <Field label={t('settings.login.label')} hint={t('settings.login.hint')}>
        <Switch
          label={t('settings.login.label')}
          checked={values.openAtLogin}
          onChange={(openAtLogin) => void save({ openAtLogin })}
        />
      </Field>
      <Field label={t('settings.tray.label')} hint={t('settings.tray.hint')}>
        <Switch
          label={t('settings.tray.label')}
          checked={values.closeToTray}
          onChange={(closeToTray) => void save({ closeToTray })}
        />
      </Field>
      <Field label={t('settings.updates.label')} hint={t('settings.updates.hint')}>
        <Switch
          label={t('settings.updates.label')}
          checked={values.checkForUpdates}
          onChange={(checkForUpdates) => void save({ checkForUpdates })}
        />
      </Field>
    </>
  );
}
