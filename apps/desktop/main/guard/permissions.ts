import type { Session } from 'electron';

/** The pages need no permission of the system at all; each question is answered with no, by whatever way it comes. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer(null));
  // Dictionaries would be fetched from outside; nothing but loopback, image registries and the update host is spoken to.
  session.setSpellCheckerEnabled(false);
}
