/** What runs these files keeps the names of functions by a helper of its own; functions that are sent into a page need it there too. */
export const nameless = 'globalThis.__name = (value) => value;';
