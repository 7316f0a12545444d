import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce, tell } from '../state/toasts.ts';
import { Button } from './Button.tsx';

/** Milliseconds for which the button says that it is done. */
const saidFor = 2000;

/** Puts a text on the clipboard, and says whether it is there: a browser may refuse. */
export function CopyButton({ text }: { text: string }) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), saidFor);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    try {
      // Not there at all on a page that a browser does not trust: that is a refusal, too.
      await navigator.clipboard.writeText(text);
      setCopied(true);
      announce(t('shell.copied'));
    } catch {
      tell({ tone: 'bad', title: t('shell.notCopied'), text: t('shell.notCopiedText') });
    }
  };
  return (
    <Button kind="quiet" small onClick={() => void copy()}>
      {copied ? t('shell.copied') : t('shell.copy')}
    </Button>
  );
}
