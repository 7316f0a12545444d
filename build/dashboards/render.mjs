// Writes resources/compose/grafana/dashboards/*.json: node build/dashboards/render.mjs
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { dashboards } from './dashboards.mjs';

const folder = fileURLToPath(new URL('../../resources/compose/grafana/dashboards/', import.meta.url));
mkdirSync(folder, { recursive: true });
for (const [name, dashboard] of Object.entries(dashboards)) {
  writeFileSync(`${folder}${name}.json`, `${JSON.stringify(dashboard, null, 1)}\n`);
}
