import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { TopBar } from '../../app/TopBar.tsx';
import { ScrollRegion } from '../../components/ScrollRegion.tsx';
import { scrollToId } from '../../components/scroll-to.ts';
import { useFormat } from '../../format/use-format.ts';
import { go } from '../../state/route.ts';
import { useSettings } from '../../state/settings.ts';
import { useStack } from '../../state/stack.ts';
import { DiagnosticsPanel } from './DiagnosticsPanel.tsx';
import { Engine } from './Engine.tsx';
import { Externals } from './Externals.tsx';
import { General } from './General.tsx';
import { Models } from './Models.tsx';
import { Notifications } from './Notifications.tsx';
import { Ports } from './Ports.tsx';
import { ProfileTable } from './ProfileTable.tsx';
import { usePorts } from './use-ports.ts';

const sections = [
  'general',
  'engine',
  'profiles',
  'ports',
  'external',
  'models',
  'notifications',
  'diagnostics',
] as const;

export function SettingsPage({ section }: { section: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { values, savedAt } = useSettings();
  const overview = useStack((s) => s.overview);
  const ports = usePorts();
  const current = sections.find((s) => s === section) ?? 'general';
  const ready = values !== null;
  useEffect(() => {
    if (ready) scrollToId(`set-${current}`);
  }, [current, ready]);
  const moved = ports.list?.filter((p) => p.moved).length ?? 0;
  const external = overview?.services.filter((s) => s.external).length ?? 0;
  const counts: Partial<Record<string, string>> = {
    ...(moved ? { ports: t('settings.moved', { count: moved }) } : {}),
    ...(external ? { external: String(external) } : {}),
  };
  return (
    <>
      <TopBar
        title={t('shell.pages.settings')}
        sum={savedAt === null ? null : <span>{t('settings.saved', { time: format.clock(savedAt, false) })}</span>}
      />
      <main className="main">
        <div className="setg">
          <nav className="setnav" aria-label={t('shell.pages.settings')}>
            {sections.map((name) => (
              <a key={name} href={`#/settings/${name}`} aria-current={name === current ? 'true' : undefined}>
                {t(`settings.section.${name}`)}
                {counts[name] ? <span className="cap">{counts[name]}</span> : null}
              </a>
            ))}
            <p className="cap set-hint">{t('settings.hint')}</p>
          </nav>
          <ScrollRegion className="set-scroll" label={t('shell.pages.settings')}>
            {values ? (
              <div className="setb">
                <General values={values} />
                <Engine />
                <h2 id="set-profiles">{t('settings.section.profiles')}</h2>
                {overview ? (
                  <ProfileTable overview={overview} />
                ) : (
                  <p className="small faint">{t('settings.reading')}</p>
                )}
                <p className="cap">{t('settings.nextStart')}</p>
                <Ports ports={ports} />
                <Externals />
                <Models values={values} />
                <Notifications values={values} />
                <h2 id="set-diagnostics">{t('settings.section.diagnostics')}</h2>
                <div className="f set">
                  <span className="lab">{t('settings.diagnostics.bundle')}</span>
                  <div>
                    <button type="button" className="btn small" onClick={() => go('settings', 'diagnostics')}>
                      {t('settings.diagnostics.show')}
                    </button>
                    <p className="cap">{t('settings.diagnostics.hint')}</p>
                  </div>
                </div>
              </div>
            ) : (
              <p className="pad faint">{t('settings.reading')}</p>
            )}
          </ScrollRegion>
        </div>
      </main>
      {current === 'diagnostics' ? <DiagnosticsPanel /> : null}
    </>
  );
}
