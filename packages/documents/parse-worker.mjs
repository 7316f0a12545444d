// Reads one document in a thread of its own: a file that eats memory or time ends this thread and nothing else.
// Plain JavaScript, because a thread is started from a file: the same one from source and from the bundle.
import { parentPort, workerData } from 'node:worker_threads';

/** @typedef {{ number?: number, text: string }} Page */

class Refusal extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

const unpackedLimit = 200 * 1024 * 1024;
const entriesLimit = 5_000;

/** @returns {Promise<{ mime: string, pages: Page[] }>} */
async function parse(bytes, name) {
  const head = bytes.subarray(0, 1024);
  if (head.includes('%PDF-')) return { mime: 'application/pdf', pages: await pdf(bytes) };
  if (head.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'))) return docx(bytes);
  const text = plain(bytes);
  if (/\.x?html?$/i.test(name) || /^\s*(<!doctype html|<html)/i.test(text)) {
    const { convert } = await import('html-to-text');
    const options = {
      wordwrap: false,
      selectors: [
        { selector: 'a', options: { ignoreHref: true } },
        { selector: 'img', format: 'skip' },
      ],
    };
    return { mime: 'text/html', pages: [{ text: convert(text, options) }] };
  }
  if (/\.pdf$/i.test(name)) throw new Refusal('NOT_A_PDF', 'The file is called a PDF and is none.');
  return { mime: /\.(md|markdown)$/i.test(name) ? 'text/markdown' : 'text/plain', pages: [{ text }] };
}

function plain(bytes) {
  let text;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Refusal('NOT_TEXT', 'The file is neither PDF nor DOCX nor text in UTF-8.');
  }
  if (text.includes('\0')) throw new Refusal('NOT_TEXT', 'The file holds zero bytes: it is no text.');
  return text.replaceAll('\r\n', '\n');
}

async function pdf(bytes) {
  // Its worker is loaded here, in this thread, which is one already.
  globalThis.pdfjsWorker ??= await import('pdfjs-dist/legacy/build/pdf.worker.mjs');
  const { getDocument, VerbosityLevel } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const options = {
    isEvalSupported: false,
    useSystemFonts: false,
    disableFontFace: true,
    verbosity: VerbosityLevel.ERRORS,
  };
  let document;
  try {
    document = await getDocument({ data: new Uint8Array(bytes), ...options }).promise;
  } catch (error) {
    if (error?.name === 'PasswordException') throw new Refusal('PDF_LOCKED', 'The PDF asks for a password.');
    throw new Refusal('NOT_A_PDF', 'The PDF cannot be read: it is damaged, or none.');
  }
  const pages = [];
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent();
    pages.push({ number, text: items.map((i) => ('str' in i ? i.str + (i.hasEOL ? '\n' : '') : '')).join('') });
    page.cleanup();
  }
  await document.destroy();
  return pages;
}

async function docx(bytes) {
  const names = await measure(bytes);
  if (!names.includes('word/document.xml'))
    throw new Refusal('NOT_TEXT', 'The file is an archive, but no DOCX document.');
  const { default: mammoth } = await import('mammoth');
  try {
    const { value } = await mammoth.extractRawText({ buffer: bytes });
    return {
      mime: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      pages: [{ text: value }],
    };
  } catch {
    throw new Refusal('NOT_A_DOCX', 'The DOCX document cannot be read: it is damaged.');
  }
}

/** Unpacks every entry into nothing and counts: what the archive says of its sizes may be a lie. */
async function measure(bytes) {
  const { default: yauzl } = await import('yauzl');
  const zip = await new Promise((resolve, reject) =>
    yauzl.fromBuffer(bytes, { lazyEntries: true, validateEntrySizes: true }, (error, z) =>
      error ? reject(error) : resolve(z),
    ),
  ).catch(() => {
    throw new Refusal('NOT_A_DOCX', 'The archive cannot be read: it is damaged.');
  });
  const names = [];
  let total = 0;
  await new Promise((resolve, reject) => {
    zip.on('error', () => reject(new Refusal('NOT_A_DOCX', 'The archive cannot be read: it is damaged.')));
    zip.on('end', resolve);
    zip.on('entry', (entry) => {
      names.push(entry.fileName);
      if (names.length > entriesLimit) return reject(bomb());
      zip.openReadStream(entry, (error, stream) => {
        if (error) return reject(new Refusal('NOT_A_DOCX', 'The archive cannot be read: it is damaged.'));
        stream.on('data', (part) => {
          total += part.length;
          if (total > unpackedLimit) {
            stream.destroy();
            reject(bomb());
          }
        });
        stream.on('error', () => reject(new Refusal('NOT_A_DOCX', 'The archive cannot be read: it is damaged.')));
        stream.on('end', () => zip.readEntry());
      });
    });
    zip.readEntry();
  });
  return names;
}

const bomb = () =>
  new Refusal('ARCHIVE_TOO_LARGE', `Unpacked, the file is larger than ${unpackedLimit / 1024 / 1024} MB.`);

try {
  const { bytes, name } = workerData;
  parentPort?.postMessage({ ok: await parse(Buffer.from(bytes), name) });
} catch (error) {
  parentPort?.postMessage({
    refusal:
      error instanceof Refusal
        ? { code: error.code, message: error.message }
        : { code: 'UNREADABLE', message: 'The document cannot be read.' },
  });
}
