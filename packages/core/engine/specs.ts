/** Engine API request bodies (`POST /containers/create` and its neighbours), the part of them that we send. */

export interface HealthSpec {
  Test: string[];
  /** Durations in nanoseconds; 0 or absent inherits. */
  Interval?: number;
  Timeout?: number;
  StartPeriod?: number;
  /** API ≥ 1.44, needs a StartPeriod. */
  StartInterval?: number;
  Retries?: number;
}
export interface EndpointSpec {
  Aliases?: string[];
  Links?: string[];
  MacAddress?: string;
  DriverOpts?: Record<string, string>;
  GwPriority?: number;
  IPAMConfig?: { IPv4Address?: string; IPv6Address?: string; LinkLocalIPs?: string[] };
}
export interface MountSpec {
  Type: 'bind' | 'volume' | 'tmpfs' | 'image' | 'npipe' | 'cluster';
  Source?: string;
  Target: string;
  ReadOnly?: boolean;
  Consistency?: string;
  BindOptions?: Record<string, unknown>;
  VolumeOptions?: Record<string, unknown>;
  TmpfsOptions?: { SizeBytes?: number; Mode?: number };
  ImageOptions?: { Subpath?: string };
}
export interface DeviceRequest {
  Driver?: string;
  Count?: number;
  DeviceIDs?: string[];
  Capabilities?: string[][];
  Options?: Record<string, string>;
}
export interface HostConfig {
  Annotations?: Record<string, string>;
  Binds?: string[];
  BlkioWeight?: number;
  BlkioDeviceReadBps?: { Path: string; Rate: number }[];
  BlkioDeviceWriteBps?: { Path: string; Rate: number }[];
  BlkioDeviceReadIOps?: { Path: string; Rate: number }[];
  BlkioDeviceWriteIOps?: { Path: string; Rate: number }[];
  BlkioWeightDevice?: { Path: string; Weight: number }[];
  CapAdd?: string[];
  CapDrop?: string[];
  CgroupParent?: string;
  CgroupnsMode?: string;
  CpuCount?: number;
  CpuPercent?: number;
  CpuPeriod?: number;
  CpuQuota?: number;
  CpuRealtimePeriod?: number;
  CpuRealtimeRuntime?: number;
  CpuShares?: number;
  CpusetCpus?: string;
  DeviceCgroupRules?: string[];
  DeviceRequests?: DeviceRequest[];
  Devices?: { PathOnHost: string; PathInContainer: string; CgroupPermissions: string }[];
  Dns?: string[];
  DnsOptions?: string[];
  DnsSearch?: string[];
  ExtraHosts?: string[];
  GroupAdd?: string[];
  Init?: boolean;
  IpcMode?: string;
  Isolation?: string;
  Links?: string[];
  LogConfig?: { Type: string; Config: Record<string, string> };
  MaskedPaths?: string[];
  Memory?: number;
  MemoryReservation?: number;
  MemorySwap?: number;
  MemorySwappiness?: number;
  Mounts?: MountSpec[];
  NanoCpus?: number;
  NetworkMode?: string;
  OomKillDisable?: boolean;
  OomScoreAdj?: number;
  PidMode?: string;
  PidsLimit?: number;
  PortBindings?: Record<string, { HostIp: string; HostPort: string }[]>;
  Privileged?: boolean;
  ReadonlyPaths?: string[];
  ReadonlyRootfs?: boolean;
  RestartPolicy?: { Name: string; MaximumRetryCount: number };
  Runtime?: string;
  SecurityOpt?: string[];
  ShmSize?: number;
  StorageOpt?: Record<string, string>;
  Sysctls?: Record<string, string>;
  Tmpfs?: Record<string, string>;
  UTSMode?: string;
  Ulimits?: { Name: string; Soft: number; Hard: number }[];
  UsernsMode?: string;
  VolumeDriver?: string;
  VolumesFrom?: string[];
}
export interface ContainerSpec {
  Image: string;
  Cmd?: string[];
  Entrypoint?: string[];
  Env?: string[];
  ExposedPorts?: Record<string, Record<string, never>>;
  Healthcheck?: HealthSpec;
  HostConfig: HostConfig;
  Hostname?: string;
  Domainname?: string;
  Labels: Record<string, string>;
  MacAddress?: string;
  NetworkingConfig?: { EndpointsConfig: Record<string, EndpointSpec> };
  OpenStdin?: boolean;
  StopSignal?: string;
  /** Whole seconds. */
  StopTimeout?: number;
  Tty?: boolean;
  User?: string;
  Volumes?: Record<string, Record<string, never>>;
  WorkingDir?: string;
}
export interface NetworkSpec {
  Name: string;
  Driver?: string;
  Options?: Record<string, string>;
  Labels?: Record<string, string>;
  Internal?: boolean;
  Attachable?: boolean;
  EnableIPv4?: boolean;
  EnableIPv6?: boolean;
  IPAM?: {
    Driver?: string;
    Options?: Record<string, string>;
    Config?: { Subnet?: string; IPRange?: string; Gateway?: string; AuxiliaryAddresses?: Record<string, string> }[];
  };
}
export interface VolumeSpec {
  Name: string;
  Driver?: string;
  DriverOpts?: Record<string, string>;
  Labels?: Record<string, string>;
}
