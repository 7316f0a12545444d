import { fileURLToPath } from 'node:url';
import { bundleService } from '../service-kit/bundle-service.mjs';

await bundleService({ folder: fileURLToPath(new URL('.', import.meta.url)), entries: { 'mcp-bridge': 'main.ts' } });
