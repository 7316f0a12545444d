import { app } from './app.ts';
import { build } from './build.ts';
import { chat } from './chat.ts';
import { compose } from './compose.ts';
import { containers } from './containers.ts';
import { discovery } from './discovery.ts';
import { engine } from './engine.ts';
import type { Entry } from './entry.ts';
import { gateway } from './gateway.ts';
import { general } from './general.ts';
import { gpu } from './gpu.ts';
import { health } from './health.ts';
import { host } from './host.ts';
import { models } from './models.ts';
import { network } from './network.ts';
import { ports } from './ports.ts';
import { pull } from './pull.ts';
import { resources } from './resources.ts';
import { volume } from './volume.ts';

/** The areas in the order of docs/errors.md, with the heading each has there. */
export const areas = [
  ['Finding the container engine', discovery],
  ['The engine itself', engine],
  ['Ports', ports],
  ['Disk, memory, processor', resources],
  ['Fetching images', pull],
  ['Building images', build],
  ['Containers', containers],
  ['Health and dependencies', health],
  ['Networks', network],
  ['Volumes and folders', volume],
  ['Graphics cards', gpu],
  ['Limits of the operating system', host],
  ['Compose files', compose],
  ['The gateway', gateway],
  ['Window, browser and settings', app],
  ['Models and their server', models],
  ['Chat, agents, documents', chat],
  ['Secrets, state and the rest', general],
] as const;

export const catalogue = {
  ...discovery,
  ...engine,
  ...ports,
  ...resources,
  ...pull,
  ...build,
  ...containers,
  ...health,
  ...network,
  ...volume,
  ...gpu,
  ...host,
  ...compose,
  ...gateway,
  ...app,
  ...models,
  ...chat,
  ...general,
} as const;

/** Every code a diagnosis can have. */
export type Code = keyof typeof catalogue;

export const codes = Object.keys(catalogue) as Code[];

export function isCode(text: unknown): text is Code {
  return typeof text === 'string' && Object.hasOwn(catalogue, text);
}

export function entryOf(code: Code): Entry {
  return catalogue[code];
}
