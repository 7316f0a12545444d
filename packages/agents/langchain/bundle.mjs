import { fileURLToPath } from 'node:url';
import { bundleService } from '../../service-kit/bundle-service.mjs';

await bundleService({
  folder: fileURLToPath(new URL('.', import.meta.url)),
  entries: { langchain: 'main.ts', 'parse-worker': '../../documents/parse-worker.mjs' },
  // An optional part of what is bundled.
  external: ['@napi-rs/canvas'],
});
