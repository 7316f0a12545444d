import { fileURLToPath } from 'node:url';
import { bundleService } from '../service-kit/bundle-service.mjs';

await bundleService({
  folder: fileURLToPath(new URL('.', import.meta.url)),
  entries: { backend: 'main.ts', 'parse-worker': '../documents/parse-worker.mjs' },
  // PGlite is only for the embedded form; the others are optional parts of what is bundled.
  external: ['@electric-sql/pglite', '@napi-rs/canvas', 'pg-native'],
});
