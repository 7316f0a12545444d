/** A tar archive of small regular files: `{ 'name': 'content' }` or `{ name: { content, mode } }`. */
export function tar(files) {
  const blocks = [];
  for (const [name, value] of Object.entries(files)) {
    const { content, mode = 0o644 } = typeof value === 'string' || Buffer.isBuffer(value) ? { content: value } : value;
    const data = Buffer.from(content);
    const header = Buffer.alloc(512);
    header.write(name, 0, 100);
    header.write(mode.toString(8).padStart(7, '0'), 100);
    header.write('0000000', 108);
    header.write('0000000', 116);
    header.write(data.length.toString(8).padStart(11, '0'), 124);
    header.write('00000000000', 136);
    header.write('        0ustar\u000000', 148);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    blocks.push(header, data, Buffer.alloc((512 - (data.length % 512)) % 512));
  }
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}
