import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { failure } from './diagnose/index.ts';
import { applyGateway, type GatewayChange, type GatewayState, gatewayDrift, parseDeclared } from './gateway/index.ts';
import type { StackExtension, StackModel } from './stack/index.ts';

/** `x-sutazai: {gateway: {file, admin_port, keys}}` of a service: what it is to route, and where its Admin API is reached. */
interface GatewayRule {
  service: string;
  /** Absolute. */
  file: string;
  /** Of this machine. */
  url: string;
  /** Secret by variable of the file. */
  keys: Record<string, string>;
}

/** Makes the gateway as its file says, once it runs. */
export const gatewayOfStack: StackExtension = {
  async finish({ model, services, emit, signal }) {
    const rule = ruleOf(model);
    if (!rule || !services.has(rule.service)) return;
    const desired = await declaredState(model, rule);
    for await (const change of applyGateway(rule.url, desired, { signal })) {
      emit({ type: 'step', step: 'gateway.change', subject: subjectOf(change), service: rule.service, state: 'done' });
    }
  },
};

/** How the running gateway differs from the file; undefined for a project without a gateway. */
export async function gatewayDriftOf(model: StackModel, signal?: AbortSignal): Promise<GatewayChange[] | undefined> {
  const rule = ruleOf(model);
  return rule && gatewayDrift(rule.url, await declaredState(model, rule), signal ? { signal } : {});
}

const subjectOf = ({ action, entity }: GatewayChange) => `${action} ${entity.kind.replace(/s$/, '')} ${entity.key}`;

async function declaredState(model: StackModel, rule: GatewayRule): Promise<GatewayState> {
  const values = new Map<string, string>();
  for (const [variable, secret] of Object.entries(rule.keys)) {
    const file = { ...model.spareSecrets, ...model.project.secrets }[secret]?.file;
    const value = file && (await readFile(file, 'utf8').catch(() => undefined));
    if (value) values.set(variable, value.trim());
  }
  const text = await readFile(rule.file, 'utf8').catch(() => {
    throw failure('GATEWAY_FILE_INVALID', { file: rule.file, reason: 'it does not exist' });
  });
  return parseDeclared(text, rule.file, (name) => values.get(name));
}

function ruleOf(model: StackModel): GatewayRule | undefined {
  for (const [service, definition] of Object.entries(model.project.services)) {
    const block = (definition['x-sutazai'] as { gateway?: Record<string, unknown> } | undefined)?.gateway;
    if (typeof block?.file !== 'string') continue;
    const port = (definition.ports ?? []).find((p) => p.target === block.admin_port);
    if (!port?.published) continue;
    const host = !port.host_ip || port.host_ip === '0.0.0.0' ? '127.0.0.1' : port.host_ip;
    const url = `http://${host}:${port.published}`;
    return {
      service,
      file: resolve(model.workingDir, block.file),
      url,
      keys: (block.keys ?? {}) as Record<string, string>,
    };
  }
  return undefined;
}
