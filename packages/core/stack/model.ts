import type { FileObject, Project, Service } from '../compose/index.ts';

/** A loaded project as the stack works on it: what is managed, what is elsewhere, what is switched off. */
export interface StackModel {
  /** Enabled and managed services only. */
  project: Project;
  /** Switched off by profiles; their containers are no orphans. */
  disabled: Record<string, Service>;
  /** Services that the user runs elsewhere: no container, dependents get the address. */
  external: Record<string, { url: string }>;
  /** Absolute. */
  workingDir: string;
  /** Absolute; the port override, if there is one, stands last. */
  files: string[];
  envFiles: string[];
  profiles: string[];
  warnings: string[];
  /** Declared, and used by no enabled service: secrets that others are made of. */
  spareSecrets: Readonly<Record<string, FileObject>>;
  /** What the variables hold that secrets and configs name by `environment`. Never printed, logged or exported. */
  variables: Readonly<Record<string, string | undefined>>;
}

/** Part of the stack an operation is about; nothing given means all of it. */
export interface Selection {
  services?: readonly string[];
  /** `x-sutazai.tier` of the services. */
  tier?: string;
}
