import { useSyncExternalStore } from 'react';

export type Page = 'stack' | 'logs' | 'chat' | 'monitor' | 'settings';
const pages: readonly Page[] = ['stack', 'logs', 'chat', 'monitor', 'settings'];

export interface Route {
  page: Page;
  /** Rest of the address, e.g. the section of the settings. */
  rest: string;
}

/** The address is `#/page/rest`: it survives a reload, needs no server, and is the same in the window. */
export function routeOf(hash: string): Route {
  const [, page = '', ...rest] = hash.replace(/\?.*$/, '').split('/');
  const known = pages.find((p) => p === page);
  return { page: known ?? 'stack', rest: known ? rest.join('/') : '' };
}

let last = { hash: '', route: routeOf('') };
function read(): Route {
  if (location.hash !== last.hash) last = { hash: location.hash, route: routeOf(location.hash) };
  return last.route;
}

function listen(tell: () => void): () => void {
  window.addEventListener('hashchange', tell);
  return () => window.removeEventListener('hashchange', tell);
}

export const useRoute = (): Route => useSyncExternalStore(listen, read);

export function go(page: Page, rest = ''): void {
  location.hash = rest ? `#/${page}/${rest}` : `#/${page}`;
}
