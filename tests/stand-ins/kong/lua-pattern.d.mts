/** @throws Error for what is not translated. */
export function luaPattern(pattern: string): RegExp;
