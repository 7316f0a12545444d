import { expect, it } from 'vitest';
import { openableOutside } from './outside.ts';

const ports = () => new Set([10301, 80]);

it.each([
  ['https://docs.docker.com/engine/', 'https://docs.docker.com/engine/'],
  ['http://127.0.0.1:10301/d/1', 'http://127.0.0.1:10301/d/1'],
  ['http://localhost:10301', 'http://localhost:10301/'],
  ['http://[::1]:10301/', 'http://[::1]:10301/'],
  ['http://127.0.0.1/', 'http://127.0.0.1/'],
])('%s goes to the browser', (address, opened) => {
  expect(openableOutside(address, ports)).toBe(opened);
});

it.each([
  'http://127.0.0.1:22/',
  'http://127.0.0.1:10302/',
  'http://127.0.0.1.evil.example:10301/',
  'http://evil.example:10301/',
  'http://0.0.0.0:10301/',
  'https://user:secret@docs.docker.com/',
  'https://user@docs.docker.com/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/html,x',
  'sutazai://app/',
  'smb://server/share',
  'ms-settings:',
  'no address',
  '',
])('%s is not opened', (address) => {
  expect(openableOutside(address, ports)).toBeUndefined();
});
