import type { ExitCode, Severity } from '../error.ts';
import type { Platform } from '../platform.ts';

/** What the catalogue knows of one code. Texts are templates, see template.ts; every parameter must be optional in them. */
export interface Entry {
  title: string;
  cause: string;
  /** Most useful first. At least one must apply on every platform. */
  next: readonly Step[];
  exit: ExitCode;
  severity: Severity;
}

/** A thing a person can do; with `on`, only there. */
export type Step = string | { readonly on: readonly Platform[]; readonly do: string };

export type Area = Readonly<Record<string, Entry>>;

/** A step for Linux with its own engine or inside WSL. */
export const onLinux = (text: string): Step => ({ on: ['linux', 'wsl'], do: text });
/** A step where Docker Desktop is the usual engine. */
export const onDesktop = (text: string): Step => ({ on: ['darwin', 'win32', 'wsl'], do: text });
export const onWindows = (text: string): Step => ({ on: ['win32', 'wsl'], do: text });
export const onMac = (text: string): Step => ({ on: ['darwin'], do: text });
export const on = (platform: Platform, text: string): Step => ({ on: [platform], do: text });
