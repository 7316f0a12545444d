/** Where the shell may send the page; the page's own addresses behind the words are the renderer's. */
export type Place = '/chat' | '/chat/new' | '/stack' | '/monitor' | '/settings' | `/stack/${string}`;

const fixed: readonly Place[] = ['/chat', '/chat/new', '/stack', '/monitor', '/settings'];
/** Names of compose services. */
const service = /^\/stack\/[a-zA-Z0-9._-]{1,200}$/;

/** The place that a text from outside names, or undefined. */
export function placeOf(text: string): Place | undefined {
  const known = fixed.find((place) => place === text);
  return known ?? (service.test(text) ? (text as `/stack/${string}`) : undefined);
}

export const serviceAt = (name: string): Place => `/stack/${name}`;
