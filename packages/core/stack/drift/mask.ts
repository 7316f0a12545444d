/** Keys whose values are nobody's business: these reach the screen, `--json` and logs. */
const secretKey = /pass|secret|token|key|credential/i;

const hidden = '••••••';

/** `value` as it may be shown, by the name of its field. An empty value stays, as it gives nothing away. */
export function mask(field: string, value: string): string {
  if (value === '""' || value === '') return value;
  // Only the part that the user named counts: `environment.DB_PASSWORD`, not `security_opt`.
  const key = /^(?:environment|labels|annotations|logging\.options|storage_opt|sysctls)\.(.+)$/.exec(field)?.[1];
  if (key !== undefined && secretKey.test(key)) return hidden;
  // A mount names files, and the path of a secret is none.
  if (field.startsWith('volumes') || field.startsWith('devices')) return value;
  return value
    .replace(/(:\/\/[^\s:/@"]*:)[^\s/@"]+(@)/g, `$1${hidden}$2`)
    .replace(assigned, (all, name: string, between: string, word: string) =>
      word.startsWith('/') ? all : `${name}${between}${hidden}`,
    );
}

/** `PASSWORD=x`, `--requirepass x` and its form as two words of a JSON list. */
const assigned =
  /((?:--?)?[\w-]*(?:pass|secret|token|key|credential)[\w-]*)(=|(?<=(?:^|[\s"])-[\w-]*)(?:","| +))([^\s",]+)/gi;
