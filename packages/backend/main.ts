import { runService } from '@sutazai/service-kit';
import { createBackend } from './backend.ts';
import { loadConfig } from './config.ts';

await runService(() => createBackend(loadConfig()));
