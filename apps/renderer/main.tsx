import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { door, keepConnected, useConnection } from './connection/index.ts';
import './styles/index.css';

declare const __DEMO__: boolean;

async function start(): Promise<void> {
  if (__DEMO__ && new URLSearchParams(location.search).has('demo')) {
    const { demoApi } = await import('./dev/demo-api.ts');
    door.api = demoApi();
    useConnection.setState({ state: 'open' });
  } else void keepConnected();
  const root = document.getElementById('root');
  if (root) createRoot(root).render(<App />);
}

void start();
