import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { pageHeaders } from '@sutazai/core/page-headers';
import { containedFile } from './contained.ts';
import { mediaType } from './media-type.ts';
import { appHost } from './origin.ts';

/** Answers requests of the app's scheme with files of the built renderer below `root`, and with nothing else. */
export function pagesOf(root: string): (request: Request) => Promise<Response> {
  return async (request) => {
    const url = new URL(request.url);
    if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(405);
    if (url.host !== appHost) return refusal(404);
    // Addresses of pages have no ending: the one document shows them all.
    const pathname = extname(url.pathname) === '' ? '/index.html' : url.pathname;
    const file = await containedFile(root, pathname);
    const type = file === undefined ? undefined : mediaType(file);
    if (file === undefined || type === undefined) return refusal(404);
    const body = await readFile(file).catch(() => undefined);
    if (body === undefined) return refusal(404);
    const headers = { ...pageHeaders(), 'content-type': type, 'cache-control': caching(url.pathname) };
    return new Response(request.method === 'HEAD' ? null : new Uint8Array(body), { status: 200, headers });
  };
}

/** Files whose name carries a hash never change under that name. */
const caching = (pathname: string): string =>
  pathname.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';

const refusal = (status: 404 | 405): Response =>
  new Response(null, { status, headers: { ...pageHeaders(), 'cache-control': 'no-store' } });
