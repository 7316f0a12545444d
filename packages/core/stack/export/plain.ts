import type { Project } from '../../compose/index.ts';

/** Keys whose values are moved out of the compose file, which people share, into the .env, which they do not. */
const secretKey = /pass|secret|token|api_?key|credential|private_?key/i;

/**
 * A project as text that compose reads back to the same project: every `$` doubled, and secret-looking environment values
 * replaced by variables (returned in `env`). Paths to files (`…_FILE`) are no secrets.
 */
export function plainProject(project: Project): { project: Project; env: Map<string, string> } {
  const env = new Map<string, string>();
  const plain = escapeAll(structuredClone(project)) as Project;
  for (const [name, service] of Object.entries(project.services)) {
    const target = plain.services[name];
    for (const [key, value] of Object.entries(service.environment ?? {})) {
      if (!value || !target?.environment || !secretKey.test(key) || key.endsWith('_FILE')) continue;
      const variable = `${name}_${key}`.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_');
      env.set(variable, value);
      target.environment[key] = `\${${variable}}`;
    }
  }
  return { project: plain, env };
}

/** `$` starts a variable in a compose file; doubled, it is a dollar sign. */
export function escapeDollars(text: string): string {
  return text.replaceAll('$', '$$$$');
}

function escapeAll(value: unknown): unknown {
  if (typeof value === 'string') return escapeDollars(value);
  if (Array.isArray(value)) return value.map(escapeAll);
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, escapeAll(v)]));
  }
  return value;
}
