import { describe, expect, it } from 'vitest';
// @ts-expect-error a plain script
import { taggedImages, withDigests } from './refresh-digests.mjs';

const digest = `sha256:${'a'.repeat(64)}`;
const text = `services:
  a:
    image: postgres:16.15-alpine3.24
  b:
    image: grafana/loki:3.7.6@sha256:${'b'.repeat(64)}
  c:
    image: \${MINE}
  d: # image: not:this
    image: other:1
`;

describe('digests in a compose file', () => {
  it('are wanted for every image by tag', () => {
    expect(taggedImages(text)).toEqual(['postgres:16.15-alpine3.24', 'grafana/loki:3.7.6', 'other:1']);
  });
  it('are put in or replaced where they are known, and nothing else changes', () => {
    const known = new Map([
      ['postgres:16.15-alpine3.24', digest],
      ['grafana/loki:3.7.6', digest],
    ]);
    expect(withDigests(text, known)).toBe(
      text
        .replace('postgres:16.15-alpine3.24', `postgres:16.15-alpine3.24@${digest}`)
        .replace(/3\.7\.6@sha256:b+/, `3.7.6@${digest}`),
    );
    expect(withDigests(text, new Map())).toBe(text);
  });
});
