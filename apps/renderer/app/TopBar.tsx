import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../components/Icon.tsx';
import { Kbd } from '../components/Kbd.tsx';
import { useKeyName } from '../keyboard/key-name.ts';
import { openPalette } from '../state/ui.ts';

/** Page title, one line of state in words, search, at most one action. */
export function TopBar({ title, sum, action }: { title: string; sum?: ReactNode; action?: ReactNode }) {
  const { t } = useTranslation();
  const key = useKeyName();
  return (
    <header className="top">
      <h1>{title}</h1>
      <div className="sum">{sum}</div>
      <div className="right">
        <button type="button" className="find" onClick={openPalette} aria-keyshortcuts="Control+K">
          <Icon name="search" />
          <span className="find-word">{t('shell.search')}</span>
          <span aria-hidden="true" className="find-key">
            <Kbd>{key('mod', 'K')}</Kbd>
          </span>
        </button>
        {action}
      </div>
    </header>
  );
}
