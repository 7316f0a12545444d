import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TopBar } from '../../app/TopBar.tsx';
import { Button } from '../../components/Button.tsx';
import { go } from '../../state/route.ts';
import { useStack } from '../../state/stack.ts';
import { useRows } from '../../state/use-rows.ts';
import { LogPanel } from './LogPanel.tsx';

/** What all services say, in the order in which they say it. */
export function LogsPage() {
  const { t } = useTranslation();
  const tiers = useStack((s) => s.overview?.tiers) ?? [];
  const rows = useRows();
  const [only, setOnly] = useState('');
  const choice = only.startsWith('tier:') ? { tier: only.slice(5) } : only ? { services: [only] } : {};
  return (
    <>
      <TopBar
        title={t('logs.pageTitle')}
        sum={<span>{t('logs.pageSum')}</span>}
        action={<Button onClick={() => go('stack')}>{t('logs.back')}</Button>}
      />
      <main className="main">
        <LogPanel {...choice} named tail={200}>
          <label className="flex small dim">
            {t('logs.of')}
            <select className="in filter" value={only} onChange={(event) => setOnly(event.target.value)}>
              <option value="">{t('logs.all')}</option>
              <optgroup label={t('logs.tiers')}>
                {tiers.map((tier) => (
                  <option key={tier} value={`tier:${tier}`}>
                    {t(`tiers.${tier}`, tier)}
                  </option>
                ))}
              </optgroup>
              <optgroup label={t('logs.services')}>
                {rows.map((row) => (
                  <option key={row.service} value={row.service}>
                    {row.title}
                  </option>
                ))}
              </optgroup>
            </select>
          </label>
        </LogPanel>
      </main>
    </>
  );
}
