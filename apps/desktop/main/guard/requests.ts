import type { Session } from 'electron';
import { appOrigin } from '../scheme/origin.ts';

/** A second lock beside the content security policy: the pages' session fetches from the app's scheme only. */
export function ownRequestsOnly(session: Session): void {
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !isOwn(details.url) }));
}

/** `data:` and `blob:` are made by the page itself; `devtools:` is the inspector, which a built app does not open. */
export const isOwn = (url: string): boolean =>
  url.startsWith(`${appOrigin}/`) || /^(?:data|blob|devtools|chrome-devtools):/.test(url);
