import type { Diagnosis } from '../../diagnose/error.ts';

/** What stands between the user and a successful start, found before anything is touched. */
export interface PreflightReport {
  /** False if any finding is an error: a start is refused. */
  ok: boolean;
  /** Milliseconds. */
  took: number;
  findings: PreflightFinding[];
  /** Figures shown even when all is well. */
  facts: {
    engine: { url: string; version: string; apiVersion: string; product: string };
    memory: { neededBytes: number; totalBytes: number };
    /** `freeBytes` only where the engine is local. */
    disk: { missingImages: string[]; freeBytes?: number };
    gpu: GpuVerdict;
    architecture: string;
  };
}
export interface PreflightFinding {
  check:
    | 'engine'
    | 'port'
    | 'disk'
    | 'memory'
    | 'gpu'
    | 'architecture'
    | 'secret'
    | 'mount'
    | 'network'
    | 'external'
    | 'data';
  level: 'error' | 'warning' | 'info';
  diagnosis: Diagnosis;
  /** For a port conflict: what a single call (`applyPortFix`) would change. */
  fix?: PortFix;
}
export interface PortFix {
  service: string;
  target: number;
  protocol: 'tcp' | 'udp';
  hostIp: string;
  from: number;
  /** Free when it was looked at. */
  to: number;
  /** Who holds the wanted port, where the system tells: `container x of project y`, `postgres (pid 812)`. */
  owner?: string;
}
/** Proven in three steps; the first that fails is the one to mend. */
export interface GpuVerdict {
  wanted: boolean;
  host: 'present' | 'absent' | 'unknown';
  runtime: 'present' | 'absent' | 'unknown';
  container: 'proven' | 'failed' | 'not-tried';
  detail: string;
}
