import type { Params } from '../template.ts';

/** The subject of an engine call under the name that the texts use for it: `image`, `network`, `volume`, `name`. */
export function subjectParams(operation: string | undefined, subject: string | undefined): Params {
  if (!subject) return {};
  const kind = operation?.split('.')[0];
  // The subject of a build is what it makes, and its texts are about what it is made from.
  if (operation === 'image.build') return {};
  if (kind === 'image') return { image: subject, registry: registryOf(subject) };
  if (kind === 'network' || kind === 'volume') return { [kind]: subject };
  return { name: subject };
}

const verbs: Readonly<Record<string, string>> = {
  pull: 'fetch',
  inspect: 'look at',
  upload: 'put files into',
  kill: 'end',
};

/** An engine call in words: `container.start` is "start the container". */
export function actionOf(operation: string | undefined): string | undefined {
  const [kind = '', call = ''] = operation?.split('.') ?? [];
  return /^(?:container|image|network|volume)$/.test(kind) && call !== ''
    ? `${verbs[call] ?? call} the ${kind}`
    : undefined;
}

/** The registry in an image reference, if it names one: its first part has a dot, a port, or is `localhost`. */
export function registryOf(image: string): string | undefined {
  const first = image.split('/')[0] ?? '';
  return image.includes('/') && /[.:]|^localhost$/.test(first) ? first : undefined;
}
