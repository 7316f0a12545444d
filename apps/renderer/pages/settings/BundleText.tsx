import { useTranslation } from 'react-i18next';
import { ScrollRegion } from '../../components/ScrollRegion.tsx';
import { splitRemoved } from './split-removed.ts';

/** Characters of a file that are shown: the rest is in the bundle, and more would only make the page slow. */
const shown = 200_000;

export function BundleText({ name, text }: { name: string; text: string }) {
  const { t } = useTranslation();
  const parts = splitRemoved(text.slice(0, shown));
  const removed = parts.filter((p) => p.removed).length;
  return (
    <>
      <div className="flex pad-s">
        <h3>{name}</h3>
        <span className="cap">{t('settings.diagnostics.removedHere', { count: removed })}</span>
      </div>
      <ScrollRegion className="log grow bundle" label={name}>
        <pre>
          {parts.map((p) =>
            p.removed ? (
              <span key={p.at} className="red">
                {t('settings.diagnostics.removed')}
              </span>
            ) : (
              p.text
            ),
          )}
        </pre>
      </ScrollRegion>
    </>
  );
}
