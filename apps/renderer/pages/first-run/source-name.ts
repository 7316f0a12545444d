import type { TFunction } from 'i18next';

const known: Record<string, string> = {
  '--host': 'given',
  'default socket': 'socket',
  'default pipe': 'pipe',
  'rootless Docker': 'rootlessDocker',
  'rootless Podman': 'rootlessPodman',
};

/** Where an engine was looked for, as a person calls it; names of products and contexts stay as they are. */
export function sourceName(source: string, t: TFunction): string {
  const key = known[source];
  if (key) return t(`engine.source.${key}`);
  const context = /^context (.+)$/.exec(source)?.[1];
  return context ? t('engine.source.context', { name: context }) : source;
}
