import type { SettingsValues } from '@sutazai/core/contract';
import { useTranslation } from 'react-i18next';
import { Switch } from '../../components/Switch.tsx';
import { save } from '../../state/settings.ts';
import { Field } from './Field.tsx';

export function Notifications({ values }: { values: SettingsValues }) {
  const { t } = useTranslation();
  const { notifications } = values;
  return (
    <>
      <h2 id="set-notifications">{t('settings.section.notifications')}</h2>
      {(['failures', 'alerts', 'operations'] as const).map((name) => (
        <Field key={name} label={t(`settings.notifications.${name}`)} hint={t(`settings.notifications.${name}Hint`)}>
          <Switch
            label={t(`settings.notifications.${name}`)}
            checked={notifications[name]}
            onChange={(on) => void save({ notifications: { ...notifications, [name]: on } })}
          />
        </Field>
      ))}
    </>
  );
}
