import { runService } from '@sutazai/service-kit';
import { createLangchain } from './agent.ts';
import { loadConfig } from './config.ts';

await runService(() => createLangchain(loadConfig()));
