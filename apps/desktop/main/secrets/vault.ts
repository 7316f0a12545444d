import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SafeStorage } from 'electron';

type Cipher = Pick<SafeStorage, 'isEncryptionAvailable' | 'encryptString' | 'decryptString'> &
  Partial<Pick<SafeStorage, 'getSelectedStorageBackend'>>;

/** Told apart in each file, so that a keychain that comes or goes later leaves every secret readable as it was written. */
const marks = { encrypted: 'safe:', plain: 'open:' };
const nameRule = /^[a-z][a-z0-9-]{0,63}$/;

/**
 * Secrets that the app itself keeps, one file each (0600) in a folder that is closed to others. Encrypted by the system's
 * keychain where one answers; where none does, as they are, and {@link Vault.place} says so for the user to read. Secrets of
 * the stack's services are not here: containers read those as files.
 */
export class Vault {
  constructor(
    private readonly folder: string,
    private readonly cipher: Cipher,
    private readonly platform: NodeJS.Platform,
  ) {}

  get place(): 'keychain' | 'file' {
    if (!this.cipher.isEncryptionAvailable()) return 'file';
    // On Linux without a keyring Electron "encrypts" with a key that everyone knows.
    const known = this.platform === 'linux' && this.cipher.getSelectedStorageBackend?.() === 'basic_text';
    return known ? 'file' : 'keychain';
  }

  /** The secret of that name, or undefined if there is none or it can no longer be decrypted. */
  get(name: string): string | undefined {
    try {
      const text = readFileSync(this.file(name), 'utf8');
      if (text.startsWith(marks.plain)) return text.slice(marks.plain.length);
      return this.cipher.decryptString(Buffer.from(text.slice(marks.encrypted.length), 'base64'));
    } catch {
      return undefined;
    }
  }

  set(name: string, secret: string): void {
    const text =
      this.place === 'keychain'
        ? marks.encrypted + this.cipher.encryptString(secret).toString('base64')
        : marks.plain + secret;
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    const file = this.file(name);
    writeFileSync(`${file}.new`, text, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }

  remove(name: string): void {
    rmSync(this.file(name), { force: true });
  }

  private file(name: string): string {
    if (!nameRule.test(name)) throw new TypeError(`${JSON.stringify(name)} is no name of a secret.`);
    return join(this.folder, name);
  }
}
