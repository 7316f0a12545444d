/** What a key may be allowed to do. `admin` holds all of them. */
export const scopes = [
  'agents:read',
  'agents:run',
  'vectors:read',
  'vectors:write',
  'documents:read',
  'documents:write',
  'chat',
  'graph:read',
  'models:read',
  'models:write',
  'admin',
] as const;
export type Scope = (typeof scopes)[number];

export interface Identity {
  user: string;
  name: string;
  role: 'admin' | 'user';
  scopes: ReadonlySet<Scope>;
  /** The log-in, or the key, by which the caller came. */
  session?: string;
  key?: string;
}

export function scopesOf(role: 'admin' | 'user'): Set<Scope> {
  return new Set(role === 'admin' ? scopes : scopes.filter((s) => s !== 'admin' && s !== 'models:write'));
}
