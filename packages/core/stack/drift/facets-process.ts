import { type Facet, mapFacets, type View } from './facet.ts';
import { record, text, texts } from './read.ts';

/** Labels that say who made a container or helps a desktop tool; they are no part of what it is. */
const bookkeeping = /^(com\.docker\.compose\.|ai\.sutazai\.|desktop\.docker\.io\/|io\.podman\.compose\.)/;

/** Command, environment, user, labels … */
export function processFacets({ id, config, host }: View): Facet[] {
  const labels = Object.entries(record(config.Labels)).filter(([key]) => !bookkeeping.test(key));
  return [
    ['command', argv(config.Cmd)],
    ['entrypoint', argv(config.Entrypoint)],
    ...environment(texts(config.Env)),
    ...mapFacets('labels', Object.fromEntries(labels)),
    ...mapFacets('annotations', record(host.Annotations)),
    [
      'working_dir',
      text(config.WorkingDir)
        .replace(/(.)\/+$/, '$1')
        .replace(/^\/$/, ''),
    ],
    ['user', text(config.User)],
    // Without one of its own a container is called by the start of its id.
    ['hostname', text(config.Hostname) === id?.slice(0, 12) ? '' : text(config.Hostname)],
    ['domainname', text(config.Domainname)],
    ['tty', config.Tty === true ? 'true' : ''],
    ['stdin_open', config.OpenStdin === true ? 'true' : ''],
    ['stop_signal', signalName(text(config.StopSignal))],
    ['stop_grace_period', stopTimeout(config.StopTimeout)],
    ['restart', restart(record(host.RestartPolicy))],
    ['init', typeof host.Init === 'boolean' ? String(host.Init) : ''],
    ...logging(record(host.LogConfig)),
  ];
}

/** The words of a command; JSON, as a word may hold spaces. */
function argv(value: unknown): string {
  const words = texts(value);
  return words.length > 0 ? JSON.stringify(words) : '';
}

function environment(entries: readonly string[]): Facet[] {
  return entries.map((entry) => {
    const equals = entry.indexOf('=');
    if (equals < 0) return [`environment.${entry}`, '(unset)'];
    return [`environment.${entry.slice(0, equals)}`, entry.slice(equals + 1) || '""'];
  });
}

function signalName(signal: string): string {
  const name = signal.toUpperCase().replace(/^SIG/, '');
  return name === 'TERM' || name === '15' ? '' : name;
}

/** 10 s is what the engine waits when nothing is said. */
function stopTimeout(seconds: unknown): string {
  return typeof seconds === 'number' && seconds !== 10 ? `${seconds}s` : '';
}

function restart(policy: Record<string, unknown>): string {
  const name = text(policy.Name);
  if (name === '' || name === 'no') return '';
  const retries = text(policy.MaximumRetryCount);
  return name === 'on-failure' && retries !== '' && retries !== '0' ? `${name}:${retries}` : name;
}

function logging(config: Record<string, unknown>): Facet[] {
  return [['logging.driver', text(config.Type)], ...mapFacets('logging.options', record(config.Config))];
}
