export type Faults = Record<string, unknown>;
export interface Field {
  type: string;
  required?: boolean;
  default?: unknown;
  abstract?: boolean;
  auto?: boolean;
  fields?: Record<string, Field>[];
  [word: string]: unknown;
}
export interface Schema {
  fields: Record<string, Field>[];
  entity_checks: Record<string, unknown>[];
}
export const pluginNames: readonly string[];
export function published(group: 'entities' | 'plugins' | 'vaults', name: string): Schema | undefined;
export function complete(
  kind: string,
  given: Record<string, unknown>,
): { whole: Record<string, unknown>; wrong: Faults };
