import { eventIterator } from '@orpc/contract';
import { z } from 'zod';
import { base } from './base.ts';
import { serviceName } from './selection.ts';

const portNumber = z.number().int().min(1).max(65_535);

/** The user's choices. Null always means: as found, as the system says, as the files say. */
export const settingsValues = z.object({
  /** BCP 47; null follows the system. */
  locale: z
    .string()
    .max(35)
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/)
    .nullable(),
  theme: z.enum(['system', 'light', 'dark']),
  /** Profiles of the project that are on. `sutazai up` in a terminal sees the same ones. Null: those of the files. */
  profiles: z.array(z.string().min(1).max(200)).max(200).nullable(),
  /** Address of the engine; null for the one that is found. Set by `engine.choose` too. */
  engine: z.string().min(1).max(500).nullable(),
  /** Absolute folder for models; null for a volume of the engine. */
  modelsFolder: z.string().min(1).max(4096).nullable(),
  /** Shortcuts of one key without a modifier. */
  singleKeys: z.boolean(),
  notifications: z.object({ failures: z.boolean(), alerts: z.boolean(), operations: z.boolean() }),
  /** Of the window only. */
  openAtLogin: z.boolean(),
  closeToTray: z.boolean(),
  checkForUpdates: z.boolean(),
  /** The first-run page was gone through. */
  firstRunDone: z.boolean(),
});

export const portChoice = z.object({
  service: z.string(),
  target: z.number(),
  protocol: z.string(),
  hostIp: z.string(),
  /** What the next `up` publishes. */
  published: z.number(),
  /** What the files ask for. */
  default: z.number(),
  moved: z.boolean(),
});

const portKey = { service: serviceName, target: portNumber, protocol: z.enum(['tcp', 'udp']) };

export const externalService = z.object({ service: z.string(), url: z.string() });

export const settings = {
  get: base.output(settingsValues),
  /** The values now, and after every change, whoever made it through this host. */
  watch: base.output(eventIterator(settingsValues)),
  /** Only what is given changes. Profiles and folders count from the next `up`. */
  set: base.input(settingsValues.partial()).output(settingsValues),
  ports: base.output(z.array(portChoice)),
  setPort: base.input(z.object({ ...portKey, published: portNumber })).output(z.array(portChoice)),
  resetPort: base.input(z.object(portKey)).output(z.array(portChoice)),
  externals: base.output(z.array(externalService)),
  setExternal: base
    .input(z.object({ service: serviceName, url: z.string().min(1).max(2000) }))
    .output(z.array(externalService)),
  removeExternal: base.input(z.object({ service: serviceName })).output(z.array(externalService)),
};

export type SettingsValues = z.infer<typeof settingsValues>;
export type PortChoice = z.infer<typeof portChoice>;
