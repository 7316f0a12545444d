// The OpenAPI documents of all services, held against the specification's own schema.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBridge } from '../../packages/mcp-bridge/bridge.ts';
import { loadConfig } from '../../packages/mcp-bridge/config.ts';
import { TestBackend } from './backend-client.ts';
import { startFaiss } from './faiss-process.ts';

interface Operation {
  summary?: string;
  tags?: string[];
  security?: object[];
  responses?: Record<string, { content?: Record<string, { schema?: object }> }>;
}
interface Document {
  openapi: string;
  info: { title: string; version: string };
  components?: { securitySchemes?: Record<string, object> };
  paths: Record<string, Record<string, Operation>>;
}

describe('the OpenAPI document', () => {
  const dir = mkdtempSync(join(tmpdir(), 'openapi-'));
  const documents: Record<string, Document> = {};
  const stops: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    const backend = await new TestBackend().start();
    const bridge = await createBridge(
      loadConfig({ BRIDGE_PORT: '0', LOG_LEVEL: 'silent', BRIDGE_TOKEN: 'token-of-the-openapi-test' }),
    );
    await bridge.start();
    const faiss = await startFaiss(dir);
    stops.push(backend.stop, bridge.stop, () => faiss.stop());
    const headers = { authorization: 'Bearer token-of-the-openapi-test' };
    const read = async (url: string) => (await (await fetch(url, { headers })).json()) as Document;
    documents.backend = await read(`${backend.url}/docs/json`);
    documents.bridge = await read(`${bridge.url}/docs/json`);
    documents.faiss = await read(`${faiss.url}/openapi.json`);
  });
  afterAll(async () => {
    await Promise.all(stops.map((stop) => stop()));
    rmSync(dir, { recursive: true, force: true });
  });
  const document = (of: string) => documents[of] as Document;
  const operations = (of: string) =>
    Object.entries(document(of).paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ at: `${method.toUpperCase()} ${path}`, operation })),
    );

  it.each(['backend', 'bridge', 'faiss'])('of the %s is valid by the specification', async (of) => {
    expect(document(of).openapi).toMatch(/^3\.1\./);
    const { valid, errors } = await new Validator().validate(structuredClone(document(of)) as never);
    expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
  });

  it.each(['backend', 'bridge', 'faiss'])('of the %s says of each route what it does and what comes back', (of) => {
    expect(operations(of).length).toBeGreaterThan(5);
    const silent = operations(of).filter(
      ({ operation: o }) => !o.summary || Object.keys(o.responses ?? {}).length === 0,
    );
    expect(silent.map((o) => o.at)).toEqual([]);
  });

  it('has what the issue asks the backend for', () => {
    const paths = Object.keys(document('backend').paths);
    expect(paths).toEqual(
      expect.arrayContaining([
        ...['/health', '/health/detailed', '/api/v1/health', '/api/v1/agents', '/api/v1/agents/{id}'],
        ...['/api/v1/agents/{id}/run', '/api/v1/agents/tasks', '/api/v1/agents/tasks/{id}'],
        ...['/api/v1/vectors/collections/{name}/query', '/api/v1/documents/search', '/api/v1/models'],
        ...['/api/v1/chat/sessions/{id}/messages', '/api/v1/graph/sessions/{id}', '/api/v1/graph/documents/{id}'],
        ...['/api/v1/auth/setup', '/api/v1/auth/login', '/api/v1/auth/refresh', '/api/v1/auth/keys'],
      ]),
    );
  });

  it('shows which routes of the backend ask who is there, and how they refuse', () => {
    expect(Object.keys(document('backend').components?.securitySchemes ?? {})).toEqual(['bearer']);
    const open = operations('backend').filter(({ operation }) => !operation.security);
    expect(open.map((o) => o.at).sort()).toEqual([
      ...['GET /api/v1/auth/setup', 'GET /api/v1/health', 'GET /health', 'GET /health/detailed'],
      ...['POST /api/v1/auth/login', 'POST /api/v1/auth/refresh', 'POST /api/v1/auth/setup'],
    ]);
    for (const { at, operation } of operations('backend').filter((o) => o.operation.security))
      expect({ at, told: Object.keys(operation.responses ?? {}) }).toMatchObject({
        told: expect.arrayContaining(['400', '401', '403', '404', '429', '503']),
      });
  });
});
