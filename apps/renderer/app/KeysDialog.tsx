import { useTranslation } from 'react-i18next';
import { Button } from '../components/Button.tsx';
import { Dialog } from '../components/Dialog.tsx';
import { Icon } from '../components/Icon.tsx';
import { Kbd } from '../components/Kbd.tsx';
import { useKeyName } from '../keyboard/key-name.ts';
import { keyTable } from '../keyboard/key-table.ts';
import { closeKeys } from '../state/ui.ts';

export function KeysDialog() {
  const { t } = useTranslation();
  const name = useKeyName();
  return (
    <Dialog label={t('keys.title')} className="keys-dialog" onClose={closeKeys}>
      <div className="phead">
        <h2 className="big-h">{t('keys.title')}</h2>
        <span className="grow" />
        <Button kind="quiet" className="icon" aria-label={t('shell.close')} onClick={closeKeys}>
          <Icon name="close" />
        </Button>
      </div>
      <dl className="key-list">
        {keyTable.map((row) => (
          <div key={row.does}>
            <dt>
              {row.keys.map((keys) => (
                <Kbd key={keys.join()}>{name(...keys)}</Kbd>
              ))}
            </dt>
            <dd>{t(`keys.does.${row.does}`)}</dd>
          </div>
        ))}
      </dl>
      <p className="cap pad">{t('keys.letters')}</p>
    </Dialog>
  );
}
