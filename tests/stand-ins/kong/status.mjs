// The status port: readiness, and the prometheus plugin's series where that is switched on.
import { figures } from './proxy.mjs';

const buckets = [25, 50, 100, 250, 500, 1000, 2500, 5000, 10000, 30000, 60000];

export async function status(store, pool, path) {
  const reachable = await pool.query('SELECT 1').then(
    () => true,
    () => false,
  );
  if (path === '/status/ready')
    return reachable
      ? { status: 200, body: { message: 'ready' } }
      : { status: 503, body: { message: 'failed to connect to database' } };
  if (path === '/status') return { status: 200, body: { database: { reachable }, server: { connections_active: 1 } } };
  if (path === '/metrics') return { status: 200, text: metrics(store, reachable) };
  return { status: 404, body: { message: 'Not found' } };
}

function metrics(store, reachable) {
  const config = store.list('plugins').find((p) => p.name === 'prometheus' && p.enabled)?.config ?? {};
  const lines = [
    `kong_datastore_reachable ${reachable ? 1 : 0}`,
    'kong_node_info{node_id="stand-in",version="3.9.3"} 1',
    'kong_nginx_connections_total{node_id="stand-in",subsystem="http",state="active"} 1',
    'kong_nginx_requests_total{node_id="stand-in",subsystem="http"} 1',
  ];
  lines.push(
    'kong_memory_lua_shared_dict_bytes{node_id="stand-in",shared_dict="kong",kong_subsystem="http"} 1',
    'kong_memory_lua_shared_dict_total_bytes{node_id="stand-in",shared_dict="kong",kong_subsystem="http"} 5242880',
  );
  if (config.status_code_metrics)
    for (const [labels, n] of figures.requests) lines.push(`kong_http_requests_total{${labels}} ${n}`);
  if (config.bandwidth_metrics)
    for (const [labels, n] of figures.bandwidth) lines.push(`kong_bandwidth_bytes{${labels}} ${n}`);
  if (config.latency_metrics) {
    for (const [labels, { sum, all }] of figures.latency) {
      for (const name of ['kong_request_latency_ms', 'kong_upstream_latency_ms', 'kong_kong_latency_ms']) {
        for (const le of buckets)
          lines.push(`${name}_bucket{${labels},le="${le}"} ${all.filter((v) => v <= le).length}`);
        lines.push(
          `${name}_bucket{${labels},le="+Inf"} ${all.length}`,
          `${name}_sum{${labels}} ${sum}`,
          `${name}_count{${labels}} ${all.length}`,
        );
      }
    }
  }
  return `${lines.join('\n')}\n`;
}
