import { useTranslation } from 'react-i18next';
import { useFormat } from '../../format/use-format.ts';
import { useChecks } from './checks.ts';

export function Disk() {
  const { t } = useTranslation();
  const format = useFormat();
  const disk = useChecks((s) => s.report?.facts.disk);
  if (!disk) return null;
  const missing = disk.missingImages.length;
  return (
    <>
      <header>
        <h2 id="first-disk">{t('first-run.disk.title')}</h2>
        <span className="cap">
          {disk.freeBytes === undefined
            ? t('first-run.disk.unknown')
            : t('first-run.free', { size: format.bytes(disk.freeBytes) })}
        </span>
      </header>
      <p className="small dim">
        {missing ? t('first-run.disk.missing', { count: missing }) : t('first-run.disk.allHere')}
      </p>
      {missing ? (
        <details className="evidence">
          <summary>{t('first-run.disk.which')}</summary>
          <ul className="plain-list mono">
            {disk.missingImages.map((image) => (
              <li key={image} className="any">
                {image}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </>
  );
}
