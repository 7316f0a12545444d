import type { DeviceRequest as FileRequest, Service } from '../../compose/index.ts';
import type { DeviceRequest, HostConfig } from '../../engine/index.ts';
import { filled, type Present, present } from './present.ts';

/** CDI names: `vendor.com/class=device` (cdi parser.IsQualifiedName). */
const cdiName = /^[A-Za-z][\w.-]*\/[A-Za-z][\w-]*=[A-Za-z0-9][\w.:-]*$/;

/** Host devices, CDI devices and GPUs (facts 2). Order as in compose: reservations, CDI, gpus. */
export function devicePart(service: Service, isPodman: boolean): Present<HostConfig> {
  const listed = service.devices ?? [];
  const cdi = listed.filter((d) => d.source === d.target && cdiName.test(d.source)).map((d) => d.source);
  const requests: DeviceRequest[] = [
    ...(service.deploy?.resources?.reservations?.devices ?? []).map((r) => request(r, r.capabilities ?? [])),
    ...(cdi.length > 0 ? [{ Driver: 'cdi', DeviceIDs: cdi }] : []),
    ...(service.gpus ?? []).map((r) => request(r, [...(r.capabilities ?? []), 'gpu'])),
  ];
  return present({
    Devices: filled(
      listed
        .filter((d) => !cdi.includes(d.source))
        .map((d) => ({
          PathOnHost: d.source,
          PathInContainer: d.target ?? d.source,
          CgroupPermissions: d.permissions ?? 'rwm',
        })),
    ),
    DeviceRequests: filled(isPodman ? requests.map(asCdi) : requests),
    DeviceCgroupRules: filled(service.device_cgroup_rules),
    Runtime: service.runtime || undefined,
  });
}

/** The loader has put count -1 (all) where a file gives neither count nor ids; both together is an engine error. */
function request(r: FileRequest, capabilities: readonly string[]): DeviceRequest {
  const count = r.count ?? 0;
  return present({
    Driver: r.driver || undefined,
    Count: count || undefined,
    DeviceIDs: filled(r.device_ids),
    Capabilities: [[...capabilities]],
    Options: filled(r.options),
  });
}

/** Podman honours the driver `cdi` only and drops everything else without a word (facts 3.8). */
function asCdi(r: DeviceRequest): DeviceRequest {
  const gpu = r.Capabilities?.some((set) => set.includes('gpu')) ?? false;
  if (!gpu || (r.Driver !== undefined && r.Driver !== 'nvidia')) return r;
  const count = r.Count ?? 0;
  const ids = r.DeviceIDs ?? (count > 0 ? Array.from({ length: count }, (_, i) => String(i)) : ['all']);
  return { Driver: 'cdi', DeviceIDs: ids.map((id) => `nvidia.com/gpu=${id}`) };
}
