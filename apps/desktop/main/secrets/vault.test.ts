import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Vault } from './vault.ts';

const folder = () => join(mkdtempSync(join(tmpdir(), 'sutazai-vault-')), 'secrets');
/** Turns bytes about: enough to tell written from given. */
const turned = (text: string) => [...text].reverse().join('');
const keychain = (backend: 'gnome_libsecret' | 'basic_text' = 'gnome_libsecret') => ({
  isEncryptionAvailable: () => true,
  getSelectedStorageBackend: () => backend,
  encryptString: (text: string) => Buffer.from(turned(text)),
  decryptString: (bytes: Buffer) => turned(bytes.toString()),
});
const none = { ...keychain(), isEncryptionAvailable: () => false };

it('with a keychain nothing readable is written', () => {
  const at = folder();
  const vault = new Vault(at, keychain(), 'linux');
  vault.set('backend-token', 'open sesame');
  expect(vault.place).toBe('keychain');
  expect(readFileSync(join(at, 'backend-token'), 'utf8')).not.toContain('sesame');
  expect(vault.get('backend-token')).toBe('open sesame');
});

it.each([
  ['none', none],
  ["Electron's known key", keychain('basic_text')],
])('without a keychain (%s) a file that only its owner may read', (_, cipher) => {
  const at = folder();
  const vault = new Vault(at, cipher, 'linux');
  vault.set('backend-token', 'open sesame');
  expect(vault.place).toBe('file');
  expect(statSync(join(at, 'backend-token')).mode & 0o777).toBe(0o600);
  expect(statSync(at).mode & 0o777).toBe(0o700);
  expect(vault.get('backend-token')).toBe('open sesame');
});

it('a keychain that comes later reads what was written before it, and writes its own way', () => {
  const at = folder();
  new Vault(at, none, 'linux').set('a', 'before');
  const later = new Vault(at, keychain(), 'linux');
  expect(later.get('a')).toBe('before');
  later.set('a', 'after');
  expect(later.get('a')).toBe('after');
  later.remove('a');
  expect(later.get('a')).toBeUndefined();
});

it.each(['../x', 'a/b', '', 'A', '.hidden'])('%j is no name', (name) => {
  expect(() => new Vault(folder(), none, 'linux').set(name, 'x')).toThrow(TypeError);
});
