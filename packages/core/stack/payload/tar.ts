import type { Upload } from './uploads.ts';

const block = 512;
const encoder = new TextEncoder();

/**
 * The uploads as one POSIX ustar archive, for `PUT /containers/{id}/archive?path=/`. Paths longer than 100 bytes go through
 * the prefix field, so up to 255 bytes. Throws RangeError for a longer one.
 */
export function tarOf(uploads: readonly Upload[]): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const upload of uploads) {
    const content = encoder.encode(upload.content);
    parts.push(header(upload, content.length), content, new Uint8Array((block - (content.length % block)) % block));
  }
  // Two empty blocks end an archive.
  parts.push(new Uint8Array(2 * block));
  const tar = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    tar.set(part, offset);
    offset += part.length;
  }
  return tar;
}

function header(upload: Upload, size: number): Uint8Array {
  const bytes = new Uint8Array(block);
  const write = (text: string, offset: number) => bytes.set(encoder.encode(text), offset);
  const octal = (value: number, offset: number, length: number) =>
    write(value.toString(8).padStart(length - 1, '0'), offset);
  const { name, prefix } = split(upload.path.replace(/^\/+/, ''));
  write(name, 0);
  octal(upload.mode, 100, 8);
  octal(upload.uid, 108, 8);
  octal(upload.gid, 116, 8);
  octal(size, 124, 12);
  octal(Math.floor(Date.now() / 1000), 136, 12);
  write('        ', 148);
  write('0', 156);
  write('ustar\u000000', 257);
  write(prefix, 345);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  write(`${sum.toString(8).padStart(6, '0')}\u0000 `, 148);
  return bytes;
}

function split(path: string): { name: string; prefix: string } {
  const length = (text: string) => encoder.encode(text).length;
  if (length(path) <= 100) return { name: path, prefix: '' };
  for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
    const prefix = path.slice(0, slash);
    const name = path.slice(slash + 1);
    if (length(name) <= 100 && length(prefix) <= 155) return { name, prefix };
  }
  throw new RangeError(`the path ${path} is too long for an archive`);
}
