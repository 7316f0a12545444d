import { lazy, Suspense, useEffect } from 'react';
import { Sprite } from '../components/Sprite.tsx';
import { followShell } from '../connection/from-shell.ts';
import { useGlobalKeys } from '../keyboard/global.ts';
import { LogsPage } from '../pages/logs/LogsPage.tsx';
import { SettingsPage } from '../pages/settings/SettingsPage.tsx';
import { StackPage } from '../pages/stack/StackPage.tsx';
import { followAlerts } from '../state/alerts.ts';
import { followLive } from '../state/live.ts';
import { followNotices } from '../state/notices.ts';
import { followOperation } from '../state/operation.ts';
import { useRoute } from '../state/route.ts';
import { followSettings } from '../state/settings.ts';
import { followStack } from '../state/stack.ts';
import { useUi } from '../state/ui.ts';
import { HostLost } from './HostLost.tsx';
import { KeysDialog } from './KeysDialog.tsx';
import { LoadingPage } from './LoadingPage.tsx';
import { Palette } from './Palette.tsx';
import { Rail } from './Rail.tsx';
import { Toasts } from './Toasts.tsx';

// What draws charts and Markdown is large and not needed for the first page.
const MonitorPage = lazy(() => import('../pages/monitor/MonitorPage.tsx'));
const ChatPage = lazy(() => import('../pages/chat/ChatPage.tsx'));

export function App() {
  useEffect(() => {
    const stops = [
      followSettings(),
      followStack(),
      followOperation(),
      followLive(),
      followNotices(),
      followAlerts(),
      followShell((to) => {
        location.hash = `#${to}`;
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
  useGlobalKeys();
  const { palette, keys } = useUi();
  return (
    <>
      <Sprite />
      <div className="app">
        <Rail />
        <Suspense fallback={<LoadingPage />}>
          <CurrentPage />
        </Suspense>
      </div>
      <HostLost />
      {palette ? <Palette /> : null}
      {keys ? <KeysDialog /> : null}
      <Toasts />
    </>
  );
}

function CurrentPage() {
  const { page, rest } = useRoute();
  switch (page) {
    case 'monitor':
      return <MonitorPage />;
    case 'chat':
      return <ChatPage />;
    case 'settings':
      return <SettingsPage section={rest} />;
    case 'logs':
      return <LogsPage />;
    default:
      return <StackPage />;
  }
}
