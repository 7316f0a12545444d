import { runService } from '@sutazai/service-kit';
import { loadConfig } from './config.ts';
import { createModelServer } from './server.ts';

await runService(async () => createModelServer(loadConfig()));
