import { Problem } from '@sutazai/service-kit';
import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';
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
    const admit = (request: FastifyRequest, identity: Identity): void => {
      if (!identity.scopes.has(scope)) {
        throw new Problem(403, 'SCOPE', `This needs the scope “${scope}”.`, 'Use a key or an account that has it.', {
          details: [{ path: 'scope', message: scope }],
        });
      }
      this.#callers.set(request, identity);
    };
    return (request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction): void => {
      // What is known needs no turn of the event loop.
      const who = this.#recent(request) ?? this.#identify(request, reply);
      try {
        if (who instanceof Promise) {
          who.then((identity) => admit(request, identity)).then(() => done(), done);
          return;
        }
        admit(request, who);
      } catch (error) {
        done(error as Problem);
        return;
      }
      done();
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

  /** Who was proven to call with this token a moment ago. */
  #recent(request: FastifyRequest): Identity | undefined {
    const known = this.#known.get(tokenOf(request) ?? '');
    return known && known.until > this.now() ? known.identity : undefined;
  }

  async #identify(request: FastifyRequest, reply: FastifyReply): Promise<Identity> {
    const token = tokenOf(request);
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

const tokenOf = (request: FastifyRequest): string | undefined =>
  /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
