import type { StackOverview } from '@sutazai/core/contract';

type Entry = StackOverview['services'][number];

// name, title, tier, ports (host:container), CPU %, memory MB, limit MB, needs
const rows: [string, string, string, string, number, number, number, string][] = [
  ['postgres', 'PostgreSQL', 'core', '10000:5432', 1.2, 142, 512, ''],
  ['redis', 'Redis', 'core', '10005:6379', 0.4, 21, 256, ''],
  ['neo4j', 'Neo4j', 'core', '10006:7687 10007:7474', 2.1, 918, 1536, ''],
  ['kong', 'Kong gateway', 'core', '10008:8000 10009:8001', 0.9, 236, 512, 'postgres'],
  ['rabbitmq', 'RabbitMQ', 'core', '10010:5672 10011:15672', 6.8, 318, 512, ''],
  ['consul', 'Consul', 'core', '10012:8500', 0.6, 74, 192, ''],
  ['ollama', 'Ollama', 'model', '11435:11434', 148.2, 2560, 9216, ''],
  ['chroma', 'ChromaDB', 'vectors', '10100:8000', 0.3, 118, 1024, ''],
  ['qdrant', 'Qdrant', 'vectors', '10101:6333 10102:6334', 0.5, 164, 1024, ''],
  ['faiss', 'FAISS service', 'vectors', '10103:8000', 0.1, 92, 1024, ''],
  ['backend', 'Backend API', 'platform', '10200:8000', 1.8, 188, 768, 'postgres redis rabbitmq neo4j'],
  ['mcp-bridge', 'MCP bridge', 'platform', '11100:8000', 0.7, 96, 256, 'backend consul'],
  ['crewai', 'CrewAI', 'agents', '11401:8000 11402:9000', 0.2, 212, 768, 'ollama rabbitmq'],
  ['aider', 'Aider', 'agents', '11403:8000 11404:9000', 9.4, 184, 768, 'ollama rabbitmq'],
  ['langchain', 'LangChain', 'agents', '11405:8000 11406:9000', 0.2, 121, 512, 'ollama rabbitmq'],
  ['shellgpt', 'ShellGPT', 'agents', '11407:8000 11408:9000', 0.1, 88, 384, 'ollama'],
  ['documind', 'Documind', 'agents', '11409:8000 11410:9000', 0.1, 134, 512, 'ollama'],
  ['letta', 'Letta', 'agents', '11413:8000 11414:9000', 0.3, 156, 512, 'ollama postgres'],
  ['finrobot', 'FinRobot', 'agents', '11411:8000 11412:9000', 0, 0, 512, 'ollama'],
  ['gpt-engineer', 'GPT-Engineer', 'agents', '11415:8000 11416:9000', 0, 0, 512, 'ollama'],
  ['prometheus', 'Prometheus', 'monitoring', '10300:9090', 2.4, 312, 768, ''],
  ['grafana', 'Grafana', 'monitoring', '10301:3000', 0.4, 148, 384, 'prometheus'],
  ['loki', 'Loki', 'monitoring', '10310:3100', 1.1, 176, 512, ''],
  ['alloy', 'Alloy', 'monitoring', '', 1.6, 121, 256, 'loki'],
  ['alertmanager', 'Alertmanager', 'monitoring', '10303:9093', 0.1, 28, 96, ''],
  ['node-exporter', 'node-exporter', 'monitoring', '', 0.2, 19, 64, ''],
  ['postgres-exporter', 'PostgreSQL exporter', 'monitoring', '', 0.1, 21, 64, 'postgres'],
  ['redis-exporter', 'Redis exporter', 'monitoring', '', 0.1, 14, 64, 'redis'],
  ['blackbox-exporter', 'Blackbox exporter', 'monitoring', '', 0.1, 17, 64, ''],
  ['cadvisor', 'cAdvisor', 'monitoring', '', 0, 0, 256, ''],
];

export interface DemoService {
  entry: Entry;
  cpu: number;
  memory: number;
  limit: number;
  off: boolean;
}

const mb = 1024 ** 2;
const profileOf: Record<string, string[]> = {
  vectors: ['vectors'],
  agents: ['agents'],
  monitoring: ['monitoring'],
  model: ['cpu'],
};

export const services: DemoService[] = rows.map(([service, title, tier, ports, cpu, memory, limit, needs]) => {
  const off = memory === 0;
  const profiles = off ? [service] : (profileOf[tier] ?? []);
  return {
    cpu,
    memory: memory * mb,
    limit: limit * mb,
    off,
    entry: {
      service,
      title,
      tier,
      about: `${title} for the platform`,
      image: `sutazai/${service}:1.0`,
      job: false,
      profiles,
      ports: ports
        .split(' ')
        .filter(Boolean)
        .map((p) => {
          const [host = 0, container = 0] = p.split(':').map(Number);
          return { host, container };
        }),
      data: [],
      health: 'GET /health on port 8000',
      backup: '',
      licence: 'MIT',
      memoryBytes: limit * mb,
      ...(service === 'rabbitmq' ? { web: { port: 15672, path: '/' } } : {}),
      ...(service === 'grafana' ? { web: { port: 3000, path: '/' } } : {}),
      enabled: !off,
      dependsOn: needs.split(' ').filter(Boolean),
    },
  };
});

export const overview: StackOverview = {
  project: 'sutazai',
  tiers: ['core', 'model', 'vectors', 'platform', 'agents', 'monitoring'],
  services: services.map((s) => s.entry),
  profiles: [
    ...['cpu', 'gpu-nvidia', 'gpu-cdi', 'gpu-amd'].map((name) => ({
      name,
      title:
        { cpu: 'Models on CPU', 'gpu-nvidia': 'on NVIDIA', 'gpu-cdi': 'on NVIDIA by CDI', 'gpu-amd': 'on AMD' }[name] ??
        name,
      on: name === 'cpu',
      group: ['cpu', 'gpu-nvidia', 'gpu-cdi', 'gpu-amd'],
      services: ['ollama'],
      memoryBytes: 9216 * mb,
    })),
    ...['vectors', 'agents', 'monitoring'].map((name) => {
      const own = services.filter((s) => s.entry.tier === name && !s.off);
      return {
        name,
        title: { vectors: 'Vectors', agents: 'Agents', monitoring: 'Monitoring' }[name] ?? name,
        on: true,
        services: own.map((s) => s.entry.service),
        memoryBytes: own.reduce((sum, s) => sum + s.limit, 0),
      };
    }),
  ],
  memoryBytes: services.filter((s) => !s.off).reduce((sum, s) => sum + s.limit, 0),
  warnings: [],
};
