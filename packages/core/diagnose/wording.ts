/** Layers of the engine that each put their name before the text without saying anything. */
const layers = [
  'Error response from daemon',
  String.raw`\(HTTP code \d+\)[^-]*-`,
  'error during connect',
  'error during container init',
  'failed to create task for container',
  'failed to create shim task',
  'OCI runtime (?:create|exec|start) failed',
  String.raw`runc(?: \w+ failed)?`,
  'crun',
  String.raw`\w+_linux\.go:\d+`,
  'starting container process caused',
  'unable to start container process',
  'failed to set up container networking',
  'container (?:init|create)',
  'rpc error',
  String.raw`code = \w+ desc =`,
  'Error',
];
const wrapping = new RegExp(`^(?:${layers.join('|')})(?:: "?| (?=code =)|(?<=[-=]) )`, 'i');

/** The innermost sentence of an engine's text, in one line of at most 200 characters: what fits into a title. */
export function core(message: string): string | undefined {
  let text = message.replace(/\s+/g, ' ').trim();
  for (let inner = text.replace(wrapping, '').trim(); inner !== text; inner = text.replace(wrapping, '').trim())
    text = inner;
  text = text.replace(/: unknown\.?$/, '').replace(/\.+$/, '');
  if (text.length > 200) text = `${text.slice(0, 199)}…`;
  return text === '' ? undefined : text;
}
