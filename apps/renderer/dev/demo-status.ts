import type { StackStatus } from '@sutazai/core/contract';
import { services } from './services.ts';

export type Scene = 'running' | 'first' | 'starting' | 'away' | 'stopped';

export function statusOf(scene: Scene): StackStatus {
  return {
    project: 'sutazai',
    engine: { reachable: scene !== 'away', url: 'unix:///var/run/docker.sock', version: '28.5.2' },
    services: services.map((s, at) => {
      const running = !s.off && (scene === 'running' || scene === 'away' || (scene === 'starting' && at < 11));
      const sick = s.entry.service === 'rabbitmq' && scene === 'running';
      const gone = scene === 'first' || s.off || scene === 'starting';
      return {
        service: s.entry.service,
        tier: s.entry.tier,
        title: s.entry.title,
        state: running ? (sick ? 'unhealthy' : 'healthy') : gone ? 'absent' : 'stopped',
        containers: running
          ? [
              {
                id: `${at}`.padStart(12, 'a'),
                name: `sutazai-${s.entry.service}-1`,
                number: 1,
                state: 'running' as const,
                health: sick ? ('unhealthy' as const) : ('healthy' as const),
                status: `Up ${sick ? '5' : '13'} hours (${sick ? 'unhealthy' : 'healthy'})`,
                image: s.entry.image,
              },
            ]
          : [],
        ports: running
          ? s.entry.ports.map((p) => ({
              ip: '127.0.0.1',
              published: p.host === 10000 ? 10020 : p.host === 10300 ? 10304 : p.host,
              target: p.container,
              protocol: 'tcp',
            }))
          : [],
      };
    }),
  };
}
