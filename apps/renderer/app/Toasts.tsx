import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../components/Button.tsx';
import { Code } from '../components/Code.tsx';
import { Icon } from '../components/Icon.tsx';
import { Glyph } from '../components/Status.tsx';
import { dropToast, type Toast, useToasts } from '../state/toasts.ts';

const shownFor = 6000;

/** What happened elsewhere, and the two live regions that speak for the whole app. */
export function Toasts() {
  const { toasts, polite, assertive } = useToasts();
  return (
    <>
      <div className="vh" role="status" aria-live="polite">
        {polite}
      </div>
      <div className="vh" role="alert" aria-live="assertive">
        {assertive}
      </div>
      <div className="toasts">
        {toasts.map((toast) => (
          <ToastCard key={toast.id} toast={toast} />
        ))}
      </div>
    </>
  );
}

function ToastCard({ toast }: { toast: Toast }) {
  const { t } = useTranslation();
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => dropToast(toast.id), shownFor);
    return () => clearTimeout(timer);
  }, [held, toast.id]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: its role is status or alert; it stays while it is looked at
    <div
      className="toast menu"
      role={toast.tone === 'bad' ? 'alert' : 'status'}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <div className="flex">
        <Glyph tone={toast.tone} />
        <b className="grow">{toast.title}</b>
        <Button kind="quiet" small className="icon" aria-label={t('shell.close')} onClick={() => dropToast(toast.id)}>
          <Icon name="close" />
        </Button>
      </div>
      {toast.text ? (
        <p className="small dim">
          <Code text={toast.text} />
        </p>
      ) : null}
    </div>
  );
}
