import { describe, expect, it } from 'vitest';
import { alertOf, byWeight } from './alert.ts';

const isService = (name: string) => ['redis', 'backend'].includes(name);
const told = (labels: Record<string, string>, annotations: Record<string, string> = {}) =>
  alertOf({ labels: { alertname: 'X', ...labels }, annotations, since: '2026-11-26T06:00:00.000Z' }, isService);

describe('an alert', () => {
  it('has the words of its rule, and the service that it is about', () => {
    expect(
      told(
        { severity: 'critical', service: 'redis' },
        { summary: 'Redis cannot be reached', action: 'sutazai logs redis' },
      ),
    ).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{16}$/),
      name: 'X',
      severity: 'critical',
      service: 'redis',
      summary: 'Redis cannot be reached',
      action: 'sutazai logs redis',
      since: Date.UTC(2026, 10, 26, 6),
    });
  });
  it('is the same whatever the order of its labels', () => {
    expect(told({ a: '1', b: '2' })?.id).toBe(told({ b: '2', a: '1' })?.id);
    expect(told({ a: '1' })?.id).not.toBe(told({ a: '2' })?.id);
  });
  it('of a container is of its service; a name that is no service is none', () => {
    expect(told({ container_label_com_docker_compose_service: 'backend' })?.service).toBe('backend');
    expect(told({ service: 'of-a-stranger' })?.service).toBeUndefined();
    expect(told({ service: 'kong-route', container_label_com_docker_compose_service: 'redis' })?.service).toBe('redis');
  });
  it('without words says the name of its rule; a long text is cut', () => {
    expect(told({})?.summary).toBe('X');
    expect(told({}, { summary: 'x'.repeat(10_000) })?.summary).toHaveLength(501);
  });
  it('that is always on is none, and an unknown severity is a warning', () => {
    expect(told({ severity: 'none' })).toBeUndefined();
    expect(told({ severity: 'page' })?.severity).toBe('warning');
    expect(alertOf({ labels: {}, annotations: {}, since: '' }, isService)).toBeUndefined();
  });
});

it('the worst come first, then the latest', () => {
  const one = (severity: string, minute: number) => {
    const since = new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
    return alertOf({ labels: { alertname: `${severity}${minute}`, severity }, annotations: {}, since }, isService);
  };
  const all = [one('info', 9), one('warning', 1), one('critical', 2), one('critical', 5)].flatMap((x) => x ?? []);
  expect(all.sort(byWeight).map((x) => x.name)).toEqual(['critical5', 'critical2', 'warning1', 'info9']);
});
