import { quantile } from './expressions.mjs';
import { dashboard, series, stat, states } from './panels.mjs';

export const vectors = dashboard(
  'vectors',
  'Vector stores',
  'Qdrant and FAISS give metrics; Chroma gives none and is only asked whether it answers.',
  [
    [
      states('Answering', 'probe_success{tier="vectors"}', '{{service}}', ['answers', 'silent']),
      stat('Qdrant collections', 'none', 'collections_total{job="qdrant"}'),
      stat('Qdrant vectors', 'short', 'collections_vector_total{job="qdrant"}'),
    ],
    [
      series('Qdrant: requests', 'reqps', [
        ['sum by (endpoint) (rate(rest_responses_total{job="qdrant"}[5m]))', '{{endpoint}}'],
      ]),
      series('Qdrant: time of a request', 's', [
        [
          'sum by (endpoint) (rate(rest_responses_duration_seconds_sum{job="qdrant"}[5m])) / sum by (endpoint) (rate(rest_responses_duration_seconds_count{job="qdrant"}[5m]))',
          '{{endpoint}}',
        ],
      ]),
    ],
    [
      series('FAISS: vectors', 'short', [['faiss_vectors', '{{collection}}']]),
      series('FAISS: time of a request, 95 %', 's', [
        [quantile(0.95, 'http_request_duration_seconds{job="faiss"}', 'route'), '{{route}}'],
      ]),
      stat('FAISS: damaged collections', 'none', 'faiss_collections_damaged', { steps: [[1, 'red']] }),
    ],
    [
      series('Qdrant: memory', 'bytes', [['memory_resident_bytes{job="qdrant"}', 'resident']]),
      series('Time to answer a probe', 's', [
        ['max by (service) (probe_duration_seconds{tier="vectors"})', '{{service}}'],
      ]),
    ],
  ],
);
