// What each dashboard shows. Metric names are checked against captured samples (tests/observability).
import { containers } from './containers.mjs';
import { databases } from './databases.mjs';
import { gateway } from './gateway.mjs';
import { gpu } from './gpu.mjs';
import { host } from './host.mjs';
import { logged } from './logs.mjs';
import { models } from './models.mjs';
import { overview } from './overview.mjs';
import { platform } from './platform.mjs';
import { vectors } from './vectors.mjs';

export const dashboards = {
  overview,
  platform,
  host,
  containers,
  gateway,
  databases,
  vectors,
  models,
  gpu,
  logs: logged,
};
