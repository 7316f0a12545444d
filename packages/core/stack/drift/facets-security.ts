import { createHash } from 'node:crypto';
import { type Facet, mapFacets, sorted, type View } from './facet.ts';
import { list, record, text, texts } from './read.ts';

/** Rights and namespaces. */
export function securityFacets({ host }: View): Facet[] {
  const privileged = host.Privileged === true;
  return [
    ['privileged', privileged ? 'true' : ''],
    ['read_only', host.ReadonlyRootfs === true ? 'true' : ''],
    ['cap_add', sorted(texts(host.CapAdd).map(capability))],
    ['cap_drop', sorted(texts(host.CapDrop).map(capability))],
    ['security_opt', sorted(securityOptions(host, privileged))],
    ['group_add', sorted(texts(host.GroupAdd))],
    ...mapFacets('sysctls', record(host.Sysctls)),
    ['ipc', without(text(host.IpcMode), 'private')],
    ['pid', text(host.PidMode)],
    ['uts', text(host.UTSMode)],
    ['cgroup', text(host.CgroupnsMode)],
    ['userns_mode', text(host.UsernsMode)],
    ['isolation', without(text(host.Isolation), 'default')],
  ];
}

function without(value: string, byDefault: string): string {
  return value === byDefault ? '' : value;
}

/** Engines since 20.10 store `CAP_NET_ADMIN` for `net_admin`. */
function capability(name: string): string {
  return name.toUpperCase().replace(/^CAP_/, '');
}

function securityOptions(host: Record<string, unknown>, privileged: boolean): string[] {
  // The engine adds this one itself where the label would stand in the way.
  const shared = privileged || text(host.PidMode) === 'host' || text(host.IpcMode) === 'host';
  const options = texts(host.SecurityOpt)
    .map(normalOption)
    .filter((option) => !(shared && option === 'label=disable'));
  // An empty list of masked paths lifts them all; a privileged container has none anyway.
  const lifted = Array.isArray(host.MaskedPaths) && list(host.MaskedPaths).length === 0;
  return lifted && !privileged ? [...options, 'systempaths=unconfined'] : options;
}

function normalOption(option: string): string {
  if (/^no-new-privileges([=:]true)?$/.test(option)) return 'no-new-privileges';
  const normal = option.replace(/^(\w[\w-]*):/, '$1=');
  const profile = /^seccomp=(\{.*)$/s.exec(normal)?.[1];
  if (profile === undefined) return normal;
  // A whole profile is too long to show: its digest tells whether it is the same.
  return `seccomp=profile ${createHash('sha256').update(profile).digest('hex').slice(0, 12)}`;
}
