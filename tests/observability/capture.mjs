// Names of the metrics that real servers give, from the Prometheus of a running test stack:
//   npm run stack:test-up && node tests/observability/capture.mjs http://127.0.0.1:10300
// One file per job in samples/; files whose first line says "written" are of servers that cannot be had here, and stay.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('./samples/', import.meta.url));
const prometheus = process.argv[2] ?? 'http://127.0.0.1:10300';

async function ask(path) {
  const answer = await fetch(`${prometheus}${path}`);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return (await answer.json()).data;
}

for (const job of await ask('/api/v1/label/job/values')) {
  const match = encodeURIComponent(`{job="${job}"}`);
  const names = await ask(`/api/v1/label/__name__/values?match[]=${match}`);
  const version = (
    await ask(`/api/v1/query?query=${encodeURIComponent(`{job="${job}",__name__=~".+_build_info"}`)}`)
  ).result
    .map((r) => `${r.metric.__name__} ${r.metric.version ?? r.metric.rabbitmq_version ?? ''}`)
    .join(', ');
  const own = names.filter((n) => !/^(go_|process_|promhttp_|scrape_)/.test(n));
  writeFileSync(
    `${folder}${job}.txt`,
    `# captured ${new Date().toISOString().slice(0, 10)} ${version}\n${own.join('\n')}\n`,
  );
  console.log(`${job}: ${own.length} names`);
}
console.log(readFileSync(`${folder}prometheus.txt`, 'utf8').split('\n')[0]);
