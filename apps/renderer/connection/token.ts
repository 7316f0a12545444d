const key = 'sutazai-token';

/**
 * The host prints a link with its token behind `#`. It is taken out of the address at once, so that no history, picture or copied
 * address has it, and kept for this origin, so that a reload and the next visit need no link.
 */
export function takeToken(): string {
  const found = /(?:^#|&)token=([^&]+)/.exec(location.hash)?.[1];
  if (found) {
    localStorage.setItem(key, decodeURIComponent(found));
    history.replaceState(null, '', `${location.pathname}${location.search}`);
  }
  return localStorage.getItem(key) ?? '';
}

/** A new link was opened in this very tab. */
export const hasNewToken = () => /(?:^#|&)token=/.test(location.hash);
