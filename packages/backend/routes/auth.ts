import { type App, notFound } from '@sutazai/service-kit';
import { z } from 'zod';
import type { Accounts } from '../auth/accounts.ts';
import type { Guard } from '../auth/guard.ts';
import { scopes } from '../auth/scopes.ts';
import { bearer, id, nothing, refusals, text, time } from './schemas.ts';

const userName = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}._@-]{0,62}$/u, 'has letters, digits and . _ @ - only');
const password = z.string().min(10, 'has to be 10 characters or longer').max(200);
const pair = z.object({
  access_token: z.string(),
  refresh_token: z.string(),
  token_type: z.literal('Bearer'),
  expires_in: z.number(),
});
const user = z.object({ id, name: z.string(), role: z.enum(['admin', 'user']) });
const scope = z.enum(scopes);

/** Any offset is taken; kept and told in UTC. */
const keyEnd = z.iso
  .datetime({ offset: true })
  .refine(
    (t) => Date.parse(t) > Date.UTC(2000, 0) && Date.parse(t) < Date.UTC(9999, 0),
    'is not between 2000 and 9998',
  );

export function authRoutes(app: App, accounts: Accounts, guard: Guard): void {
  const tags = ['auth'];
  app.get(
    '/api/v1/auth/setup',
    {
      schema: {
        tags,
        summary: 'Is the first administrator still to be made',
        response: { 200: z.object({ needed: z.boolean() }), ...refusals },
      },
    },
    async () => ({ needed: await accounts.isNew() }),
  );
  app.post(
    '/api/v1/auth/setup',
    {
      schema: {
        tags,
        summary: 'Make the first administrator and log in',
        body: z.object({ name: userName, password, setup_token: z.string().max(500).optional() }),
        response: { 201: pair, ...refusals },
      },
    },
    async (request, reply) => {
      const { name, password: word, setup_token } = request.body;
      return reply.code(201).send(await accounts.setUp(name, word, setup_token));
    },
  );
  app.post(
    '/api/v1/auth/login',
    {
      schema: {
        tags,
        summary: 'Log in',
        body: z.object({ name: z.string().min(1).max(200), password: z.string().max(200) }),
        response: { 200: pair, ...refusals },
      },
    },
    async (request) => accounts.logIn(request.body.name, request.body.password, request.ip),
  );
  app.post(
    '/api/v1/auth/refresh',
    {
      schema: {
        tags,
        summary: 'A new pair of tokens for a refresh token, which works once',
        body: z.object({ refresh_token: z.string().min(1).max(500) }),
        response: { 200: pair, ...refusals },
      },
    },
    async (request) => accounts.refresh(request.body.refresh_token),
  );
  app.post(
    '/api/v1/auth/logout',
    {
      onRequest: guard.needs('agents:read'),
      schema: { tags, security: bearer, summary: 'End this log-in', response: { 204: nothing, ...refusals } },
    },
    async (request, reply) => {
      const { session } = guard.caller(request);
      if (session) {
        await accounts.logOut(session);
        guard.forget({ session });
      }
      return reply.code(204).send(null);
    },
  );
  app.post(
    '/api/v1/auth/users',
    {
      onRequest: guard.needs('admin'),
      schema: {
        tags,
        security: bearer,
        summary: 'Make an account',
        body: z.object({ name: userName, password, role: z.enum(['admin', 'user']).default('user') }),
        response: { 201: user, ...refusals },
      },
    },
    async (request, reply) => {
      const { name, password: word, role } = request.body;
      return reply.code(201).send(await accounts.createUser(name, word, role));
    },
  );
  keyRoutes(app, accounts, guard);
}

const key = z.object({ id, name: z.string(), hint: z.string(), scopes: z.array(scope), expires_at: time.nullable() });

function keyRoutes(app: App, accounts: Accounts, guard: Guard): void {
  const common = { tags: ['auth'], security: bearer };
  app.get(
    '/api/v1/auth/keys',
    {
      onRequest: guard.needs('agents:read'),
      schema: {
        ...common,
        summary: 'Your API keys, without the keys themselves',
        response: {
          200: z.object({ keys: z.array(key.extend({ created_at: time, last_used_at: time.nullable() })) }),
          ...refusals,
        },
      },
    },
    async (request) => ({ keys: await accounts.listKeys(guard.caller(request)) }),
  );
  app.post(
    '/api/v1/auth/keys',
    {
      onRequest: guard.needs('agents:read'),
      schema: {
        ...common,
        summary: 'Make an API key; it is shown this once',
        body: z.object({
          name: text(100),
          scopes: z.array(scope).min(1).max(scopes.length),
          expires_at: keyEnd.optional(),
        }),
        response: { 201: key.extend({ key: z.string() }), ...refusals },
      },
    },
    async (request, reply) => {
      const { name, scopes: wanted, expires_at } = request.body;
      return reply
        .code(201)
        .send(await accounts.createKey(guard.caller(request), name, [...new Set(wanted)], expires_at));
    },
  );
  app.delete(
    '/api/v1/auth/keys/:id',
    {
      onRequest: guard.needs('agents:read'),
      schema: {
        ...common,
        summary: 'Revoke an API key',
        params: z.object({ id: z.string().max(100) }),
        response: { 204: nothing, ...refusals },
      },
    },
    async (request, reply) => {
      const { id: name } = request.params;
      if (!id.safeParse(name).success) throw notFound('key', name, []);
      await accounts.revokeKey(guard.caller(request), name);
      guard.forget({ key: name });
      return reply.code(204).send(null);
    },
  );
}
