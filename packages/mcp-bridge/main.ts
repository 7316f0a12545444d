import { runService } from '@sutazai/service-kit';
import { createBridge } from './bridge.ts';
import { loadConfig } from './config.ts';

await runService(() => createBridge(loadConfig()));
