import type { Session } from 'electron';
import { appOrigin } from '../scheme/origin.ts';

/**
 * The pages need one permission: to put text on the clipboard, which is what their copy buttons do. It is given to the top
 * frame of our own origin, and lets nothing be read. Everything else is answered with no, by whatever way it is asked.
 */
export function limitPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl, isMainFrame }) =>
    answer(mayCopy(permission, requestingUrl, isMainFrame)),
  );
  session.setPermissionCheckHandler((_contents, permission, origin, { isMainFrame }) =>
    mayCopy(permission, origin, isMainFrame),
  );
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer(null));
  // Dictionaries would be fetched from outside; nothing but loopback, image registries and the update host is spoken to.
  session.setSpellCheckerEnabled(false);
}

/** Electron spells an origin with and without a slash at its end. */
export const mayCopy = (permission: string, address: string, isMainFrame: boolean): boolean =>
  permission === 'clipboard-sanitized-write' &&
  isMainFrame &&
  (address === appOrigin || address.startsWith(`${appOrigin}/`));
