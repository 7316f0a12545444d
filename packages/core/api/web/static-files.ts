import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};
const packed = /^(text|application|image\/svg)/;

interface Asset {
  type: string;
  body: Buffer;
  gzip?: Buffer;
  etag: string;
  /** Its name changes with its contents. */
  hashed: boolean;
}

/** The built pages, read once and held in memory: a path can only be one of these, whatever is asked for. */
export class StaticFiles {
  private constructor(private readonly assets: ReadonlyMap<string, Asset>) {}

  /** An empty or missing folder gives a page that says what to do. */
  static async read(folder: string): Promise<StaticFiles> {
    const assets = new Map<string, Asset>();
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
    await Promise.all(
      entries
        .filter((e) => e.isFile() && !e.name.endsWith('.map'))
        .map(async (e) => {
          const file = join(e.parentPath, e.name);
          assets.set(`/${relative(folder, file).split(sep).join('/')}`, await assetOf(file));
        }),
    );
    if (!assets.has('/index.html')) assets.set('/index.html', notBuilt);
    return new StaticFiles(assets);
  }

  /** Answers GET and HEAD; the pages' own addresses (without a dot) all lead to the one document. */
  answer(path: string, request: IncomingMessage, response: ServerResponse, headers: Record<string, string>): void {
    const asset = this.assets.get(path) ?? (path.includes('.') ? undefined : this.assets.get('/index.html'));
    if (!asset) {
      response
        .writeHead(404, { ...headers, 'content-type': 'text/plain; charset=utf-8' })
        .end('There is no such page.\n');
      return;
    }
    const common = {
      ...headers,
      etag: asset.etag,
      vary: 'accept-encoding',
      'cache-control': asset.hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    };
    if (request.headers['if-none-match'] === asset.etag) {
      response.writeHead(304, common).end();
      return;
    }
    const small =
      asset.gzip && /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? '')) ? asset.gzip : undefined;
    const body = small ?? asset.body;
    response.writeHead(200, {
      ...common,
      'content-type': asset.type,
      'content-length': body.length,
      ...(small ? { 'content-encoding': 'gzip' } : {}),
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  }
}

/** The path that is asked for; empty if it is none. */
export function pathOf(request: IncomingMessage): string {
  try {
    return new URL(request.url ?? '/', 'http://host').pathname;
  } catch {
    return '';
  }
}

async function assetOf(file: string): Promise<Asset> {
  const body = await readFile(file);
  const type = types[extname(file)] ?? 'application/octet-stream';
  return {
    type,
    body,
    ...(packed.test(type) && body.length > 1000 ? { gzip: await promisify(gzip)(body, { level: 9 }) } : {}),
    etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
    hashed: /[/\\]assets[/\\].*-[\w-]{8,}\.\w+$/.test(file),
  };
}

const notBuilt: Asset = {
  type: 'text/html; charset=utf-8',
  body: Buffer.from(
    '<!doctype html><title>SutazAI</title><p>The pages are not built here. In the repository: <code>npm run build</code>, then start again. The host itself runs.</p>\n',
  ),
  etag: '"not-built"',
  hashed: false,
};
