import { realpath } from 'node:fs/promises';
import { resolve, sep } from 'node:path';

/**
 * The file that a URL's path names below `root`, or undefined if it would lie outside. Percent signs are undone once; what
 * then still holds a NUL, a backslash or a drive is refused, and links are followed before the last look.
 */
export async function containedFile(root: string, pathname: string): Promise<string | undefined> {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
  if (/[\0\\:]/.test(decoded)) return undefined;
  const wanted = resolve(root, `.${decoded}`);
  if (!inside(resolve(root), wanted)) return undefined;
  try {
    const [realRoot, real] = await Promise.all([realpath(root), realpath(wanted)]);
    return inside(realRoot, real) ? real : undefined;
  } catch {
    // Not there: not found is not served either.
    return undefined;
  }
}

const inside = (root: string, file: string): boolean => file === root || file.startsWith(root + sep);
