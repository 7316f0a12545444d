import type { Alert } from '@sutazai/core/contract';
import { describe, expect, it } from 'vitest';
import { en } from '../../words/en.ts';
import { alertNotices } from './alerts.ts';

const redis: Alert = {
  id: '1',
  name: 'RedisMemory',
  severity: 'warning',
  service: 'redis',
  summary: 'Redis is nearly full',
  description: '95 % of its memory is used.',
  action: 'Raise maxmemory in redis.conf',
  since: 0,
};
const disk: Alert = { id: '2', name: 'HostDiskLow', severity: 'critical', summary: 'The disk is filling up', since: 0 };
const fired = (...alerts: Alert[]) => alerts.map((alert) => ({ what: 'fired' as const, alert }));
const resolved = (...alerts: Alert[]) => alerts.map((alert) => ({ what: 'resolved' as const, alert }));
const nobody = () => false;

describe('notices of alerts', () => {
  it('say what, why and what to do, and lead to the service', () => {
    expect(alertNotices(fired(redis), en, nobody)).toEqual([
      {
        kind: 'alert',
        title: 'Redis is nearly full',
        body: '95 % of its memory is used.\nRaise maxmemory in redis.conf',
        place: '/stack/redis',
      },
    ]);
  });
  it('that are about no service lead to the figures of the machine', () => {
    expect(alertNotices(fired(disk), en, nobody)).toEqual([
      { kind: 'alert', title: 'The disk is filling up', body: '', place: '/monitor' },
    ]);
  });
  it('several at once are one', () => {
    const [notice, ...more] = alertNotices(fired(disk, redis), en, nobody);
    expect(more).toEqual([]);
    expect(notice).toMatchObject({
      title: '2 alerts',
      body: 'The disk is filling up\nRedis is nearly full',
      place: '/stack',
    });
  });
  it('an end is told as such', () => {
    expect(alertNotices(resolved(redis), en, nobody)).toMatchObject([
      { title: 'Over: Redis is nearly full', body: '', place: '/stack/redis' },
    ]);
    expect(alertNotices(resolved(redis, disk), en, nobody)).toMatchObject([{ title: '2 alerts are over' }]);
  });
  it('what only informs, and what follows from a failure that was told, is not told', () => {
    expect(alertNotices(fired({ ...redis, severity: 'info' }), en, nobody)).toEqual([]);
    expect(alertNotices(fired(redis, disk), en, (service) => service === 'redis')).toMatchObject([
      { title: 'The disk is filling up' },
    ]);
  });
  it('a service whose name is no place leads to the stack', () => {
    expect(alertNotices(fired({ ...redis, service: '../x' }), en, nobody)[0]?.place).toBe('/stack');
  });
});
