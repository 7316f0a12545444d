/** Where the focus goes in a list of `count`, by arrows, Home, End and letters; undefined if the key does not move. */
export function moveInList(key: string, at: number, titles: readonly string[]): number | undefined {
  const count = titles.length;
  if (!count) return undefined;
  switch (key) {
    case 'ArrowDown':
      return Math.min(count - 1, at + 1);
    case 'ArrowUp':
      return Math.max(0, at - 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    case 'PageDown':
      return Math.min(count - 1, at + 10);
    case 'PageUp':
      return Math.max(0, at - 10);
    default:
      return undefined;
  }
}

/** The next entry after `at` that begins with what was typed; a letter that is a command of the list is not asked here. */
export function typeAhead(typed: string, at: number, titles: readonly string[]): number | undefined {
  const wanted = typed.toLowerCase();
  for (let step = 1; step <= titles.length; step += 1) {
    const index = (at + step) % titles.length;
    if (titles[index]?.toLowerCase().startsWith(wanted)) return index;
  }
  return undefined;
}
