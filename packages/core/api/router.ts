import { agents } from './agents.ts';
import { alerts } from './alerts.ts';
import { os } from './base.ts';
import { chat } from './chat.ts';
import { diagnostics } from './diagnostics.ts';
import { documents } from './documents.ts';
import { engine } from './engine.ts';
import { host } from './host.ts';
import { models } from './models.ts';
import { monitor } from './monitor.ts';
import { settings } from './settings.ts';
import { stack } from './stack.ts';
import { terminal } from './terminal.ts';

/** The contract's procedures, each nothing but a call into an area of the core. */
export const router = os.router({
  host,
  engine,
  stack,
  terminal,
  monitor,
  alerts,
  settings,
  diagnostics,
  agents,
  models,
  chat,
  documents,
});
