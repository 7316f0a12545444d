import { Problem } from '@sutazai/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Accounts } from './accounts.ts';
import type { Identity, Scope } from './scopes.ts';

/** Milliseconds for which one process trusts what it has just proven; a revocation elsewhere takes effect within it. */
const trusted = 3_000;
/**
 * Milliseconds for which it is trusted on while the database is away: nobody can be shut out there in the meantime either, and
 * what does not need the database goes on.
 */
const trustedAlone = 15 * 60_000;

/** Who calls, and whether they may. */
export class Guard {
  readonly #known = new Map<string, { identity: Identity; until: number }>();
  readonly #callers = new WeakMap<FastifyRequest, Identity>();

  constructor(
    private readonly accounts: Accounts,
    private readonly now: () => number = Date.now,
  ) {}

  /** A route's `onRequest` hook: before the body is read. */
  needs(scope: Scope) {
    return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
      const identity = await this.#identify(request, reply);
      if (!identity.scopes.has(scope)) {
        throw new Problem(403, 'SCOPE', `This needs the scope “${scope}”.`, 'Use a key or an account that has it.', {
          details: [{ path: 'scope', message: scope }],
        });
      }
      this.#callers.set(request, identity);
    };
  }

  caller(request: FastifyRequest): Identity {
    const identity = this.#callers.get(request);
    if (!identity) throw new Error('the route has no guard');
    return identity;
  }

  /** Forgets what was proven for a session or key that has just been revoked here. */
  forget(match: { session?: string; key?: string }): void {
    for (const [token, { identity }] of this.#known) {
      if ((match.session && identity.session === match.session) || (match.key && identity.key === match.key))
        this.#known.delete(token);
    }
  }

  async #identify(request: FastifyRequest, reply: FastifyReply): Promise<Identity> {
    const header = request.headers.authorization ?? '';
    const token = /^Bearer (\S+)$/i.exec(header)?.[1];
    if (!token) {
      reply.header('www-authenticate', 'Bearer realm="sutazai"');
      throw new Problem(
        401,
        'TOKEN_MISSING',
        'This needs an access token or an API key.',
        'Send `Authorization: Bearer …`; log in at /api/v1/auth/login.',
      );
    }
    const known = this.#known.get(token);
    if (known && known.until > this.now()) return known.identity;
    try {
      const identity = await this.accounts.identify(token);
      if (this.#known.size > 1_000) this.#known.clear();
      this.#known.set(token, { identity, until: this.now() + trusted });
      return identity;
    } catch (error) {
      const away = error instanceof Problem && error.status === 503;
      if (away && known && known.until + trustedAlone > this.now()) return known.identity;
      this.#known.delete(token);
      if (error instanceof Problem && error.status === 401)
        reply.header('www-authenticate', 'Bearer realm="sutazai", error="invalid_token"');
      throw error;
    }
  }
}
