import { describe, expect, it } from 'vitest';
import { engineEvent } from './events.ts';
import { frameBatches, rawBatches } from './frames.ts';
import { jsonLines, lines } from './lines.ts';
import { lineBatches, unix } from './logs.ts';
import { pullLine, splitReference } from './pull.ts';

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of source) all.push(one);
  return all;
}
async function* chunks(data: Buffer, size: number): AsyncIterable<Buffer> {
  for (let at = 0; at < data.length; at += size) yield data.subarray(at, at + size);
}
function frame(stream: 1 | 2, text: string | Buffer): Buffer {
  const body = typeof text === 'string' ? Buffer.from(text) : text;
  const head = Buffer.alloc(8);
  head[0] = stream;
  head.writeUInt32BE(body.length, 4);
  return Buffer.concat([head, body]);
}

describe('streams of the engine, however they are cut', () => {
  const stamp = '2026-11-24T05:00:00.000000001Z ';
  const data = Buffer.concat([
    frame(1, `${stamp}first line\n`),
    frame(2, `${stamp}an error\n`),
    frame(1, `${stamp}grüße, half `),
    frame(1, `${stamp}and half\n${stamp}next\n`),
    frame(1, `${stamp}unfinished`),
  ]);

  it.each([1, 3, 7, 8, 9, 64, 10_000])('log lines in pieces of %i bytes', async (size) => {
    const got = (await collect(lineBatches(frameBatches(chunks(data, size))))).flat();
    expect(got.map((l) => [l.stream, l.text])).toEqual([
      ['stdout', 'first line'],
      ['stderr', 'an error'],
      ['stdout', 'grüße, half and half'],
      ['stdout', 'next'],
      ['stdout', 'unfinished'],
    ]);
    expect(got[0]?.timestamp).toBe('2026-11-24T05:00:00.000000001Z');
  });

  it.each([1, 3, 40, 10_000])(
    'a split character, and a terminal whose parts begin anywhere, in pieces of %i',
    async (size) => {
      const half = Buffer.from('ü');
      const split = (first: Buffer, second: Buffer) => [
        Buffer.concat([Buffer.from(`${stamp}gr`), first]),
        Buffer.concat([Buffer.from(stamp.replace('0001Z', '0002Z')), second, Buffer.from('n\n')]),
      ];
      const parts = split(half.subarray(0, 1), half.subarray(1));
      const framed = Buffer.concat(parts.map((p) => frame(1, p)));
      const lines = await collect(lineBatches(frameBatches(chunks(framed, size))));
      expect(lines.flat().map((l) => l.text)).toEqual(['grün']);
      const tty = lineBatches(rawBatches(chunks(Buffer.concat(parts), size)), false);
      expect((await collect(tty)).flat().map((l) => l.text)).toEqual(['grün']);
      // Older than the engine's own: the program wrote it, and it stays wherever a chunk begins.
      const own = `${stamp}at 2026-11-24T04:59:59.000000000Z done\r\n`;
      const kept = await collect(lineBatches(rawBatches(chunks(Buffer.from(own), size)), false));
      expect(kept.flat().map((l) => l.text)).toEqual(['at 2026-11-24T04:59:59.000000000Z done']);
    },
  );

  it('whole lines as they are: empty, with a carriage return, of an engine that tells whole seconds, or of no time at all', async () => {
    const told = [
      `${stamp}\n`,
      `${stamp}\r\n`,
      `${stamp}from Windows\r\n`,
      '2026-11-24T05:00:00+01:00 in a zone\n',
      'no time, and text with a line\n',
      '\n',
      `${stamp}grüße\n`,
    ];
    const got = await collect(lineBatches(frameBatches(chunks(Buffer.concat(told.map((t) => frame(1, t))), 10_000))));
    // What came together stays together.
    expect(got).toHaveLength(1);
    expect(got.flat().map((l) => [l.timestamp, l.text])).toEqual([
      [stamp.trim(), ''],
      [stamp.trim(), ''],
      [stamp.trim(), 'from Windows'],
      ['2026-11-24T05:00:00+01:00', 'in a zone'],
      ['', 'no time, and text with a line'],
      ['', ''],
      [stamp.trim(), 'grüße'],
    ]);
  });

  it('JSON lines, skipping a broken one', async () => {
    const text = Buffer.from('{"a":1}\r\n\n{"a":\n{"a":"ü"}');
    for (const size of [1, 5, 100])
      expect(await collect(jsonLines(chunks(text, size)))).toEqual([{ a: 1 }, { a: 'ü' }]);
    expect(await collect(lines(chunks(Buffer.from('a\nb'), 1)))).toEqual(['a', 'b']);
  });
});

describe('messages of the engine', () => {
  it('splits the argument off an action, in both forms', () => {
    const docker = engineEvent({
      Type: 'container',
      Action: 'health_status: healthy',
      Actor: { ID: 'x', Attributes: {} },
      timeNano: 5,
    });
    expect(docker).toMatchObject({ action: 'health_status', health: 'healthy' });
    const podman = engineEvent({
      Type: 'container',
      Action: 'health_status',
      HealthStatus: 'unhealthy',
      Actor: { ID: 'x' },
    });
    expect(podman).toMatchObject({ health: 'unhealthy' });
    expect(
      engineEvent({ Type: 'container', Action: 'die', Actor: { ID: 'x', Attributes: { exitCode: '137' } } }),
    ).toMatchObject({ exitCode: 137 });
  });

  it('reads pull lines of graph drivers and of the containerd store', () => {
    const bytes = { id: 'l', status: 'Downloading', progressDetail: { current: 5, total: 10 } };
    expect(pullLine(bytes)).toMatchObject({ layer: 'l', phase: 'downloading', currentBytes: 5, totalBytes: 10 });
    const secondsOnly = pullLine({ id: 'l', status: 'Extracting', progressDetail: { current: 3, units: 's' } });
    expect(secondsOnly).toEqual({ layer: 'l', phase: 'extracting', text: 'Extracting' });
    expect(pullLine({ id: '1.2', status: 'Pulling from demo/small' })).toEqual({
      phase: 'info',
      text: 'Pulling from demo/small',
    });
  });

  it('never asks for all tags', () => {
    expect(splitReference('a/b')).toEqual({ fromImage: 'a/b', tag: 'latest' });
    expect(splitReference('h:5000/a/b:1')).toEqual({ fromImage: 'h:5000/a/b', tag: '1' });
    expect(splitReference('h:5000/a:1@sha256:00')).toEqual({ fromImage: 'h:5000/a', tag: 'sha256:00' });
  });

  it('keeps the nanoseconds of a time', () => {
    expect(unix('2026-11-24T00:00:00.000000001Z')).toBe('1795478400.000000001');
    expect(unix('10m')).toBe('10m');
  });
});
