import { diagnosticsFiles, saveDiagnostics } from '../hosting/index.ts';
import { os } from './base.ts';
import { always } from './host.ts';

export const diagnostics = {
  preview: os.diagnostics.preview.handler(async ({ context, signal }) => ({
    files: await diagnosticsFiles(context.host, always(signal)),
  })),
  save: os.diagnostics.save.handler(async ({ context, signal }) => ({
    path: await saveDiagnostics(context.host, always(signal)),
  })),
};
