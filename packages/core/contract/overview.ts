import { z } from 'zod';

/** Mirrors `CatalogueEntry` of packages/core/stack/catalogue. */
export const catalogueEntry = z.object({
  service: z.string(),
  tier: z.string(),
  title: z.string(),
  about: z.string(),
  image: z.string(),
  job: z.boolean(),
  profiles: z.array(z.string()),
  ports: z.array(z.object({ host: z.number(), container: z.number() })),
  data: z.array(z.object({ volume: z.string(), path: z.string() })),
  health: z.string(),
  backup: z.string(),
  licence: z.string(),
  memoryBytes: z.number().exactOptional(),
  web: z.object({ port: z.number(), path: z.string() }).exactOptional(),
});

/** What the stack consists of, as the files and the user's choices say; nothing in it comes from the engine. */
export const stackOverview = z.object({
  project: z.string(),
  /** In the order in which they are shown. */
  tiers: z.array(z.string()),
  services: z.array(
    catalogueEntry.extend({
      /** Switched on by the chosen profiles; one that runs elsewhere is not. */
      enabled: z.boolean(),
      external: z.object({ url: z.string() }).exactOptional(),
      /** Names of the services it waits for. */
      dependsOn: z.array(z.string()),
    }),
  ),
  profiles: z.array(
    z.object({
      name: z.string(),
      /** From `x-sutazai.profiles` of the main file, else the name. */
      title: z.string(),
      about: z.string().exactOptional(),
      on: z.boolean(),
      /** All profiles of the group of which exactly one runs, this one included. */
      group: z.array(z.string()).exactOptional(),
      services: z.array(z.string()),
      /** Sum of the limits of its services; what switching it on may cost at most. */
      memoryBytes: z.number(),
    }),
  ),
  /** Sum of the limits of all enabled services. */
  memoryBytes: z.number(),
  warnings: z.array(z.string()),
});

export type CatalogueEntry = z.infer<typeof catalogueEntry>;
export type StackOverview = z.infer<typeof stackOverview>;
