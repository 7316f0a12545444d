import { z } from 'zod';
import { base } from './base.ts';

export const diagnosticsFile = z.object({ name: z.string(), text: z.string() });

export const diagnostics = {
  /** What the bundle would hold, already redacted: shown before anything is written. */
  preview: base.output(z.object({ files: z.array(diagnosticsFile) })),
  /** Writes what `preview` shows into one text file in the state folder; nothing is sent anywhere. */
  save: base.output(z.object({ path: z.string() })),
};
