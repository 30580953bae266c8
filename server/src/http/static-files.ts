import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { promisify } from 'node:util';
import { constants, gzip as gzipWithCallback } from 'node:zlib';

const gzip = promisify(gzipWithCallback);

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};
/** Packed already, or asked for too rarely to be kept in memory. */
const neverPacked = new Set(['.map', '.png', '.webp', '.woff2']);

export interface StaticFile {
  readonly type: string;
  /** Its name changes with its content. */
  readonly immutable: boolean;
  readonly bytes: Buffer;
  readonly encoding: 'br' | 'gzip' | undefined;
}

/**
 * The built editor. Only what was there when the server started is served, so that no path can lead anywhere else.
 * Packed forms are taken from `.br` and `.gz` files beside the original, or made on first use and kept.
 */
export class StaticFiles {
  readonly #root: string;
  readonly #names: Set<string>;
  readonly #packed = new Map<string, Promise<Buffer>>();

  /** @param root an absolute path; a folder that does not exist holds no files */
  constructor(root: string) {
    this.#root = root;
    this.#names = new Set(namesIn(root));
  }

  /** The file at a URL path such as `/assets/index-4f2a.js`, or undefined when there is none. */
  async find(path: string, acceptEncoding = ''): Promise<StaticFile | undefined> {
    const name = path.slice(1);
    if (!this.#names.has(name)) return undefined;
    const file = {
      type: types[extname(name)] ?? 'application/octet-stream',
      immutable: name.startsWith('assets/'),
    };
    for (const [encoding, suffix] of [
      ['br', '.br'],
      ['gzip', '.gz'],
    ] as const) {
      if (accepts(acceptEncoding, encoding) && this.#names.has(name + suffix)) {
        return { ...file, encoding, bytes: await this.#read(name + suffix) };
      }
    }
    if (accepts(acceptEncoding, 'gzip') && !neverPacked.has(extname(name))) {
      return { ...file, encoding: 'gzip', bytes: await this.#pack(name) };
    }
    return { ...file, encoding: undefined, bytes: await this.#read(name) };
  }

  #read(name: string): Promise<Buffer> {
    return readFile(join(this.#root, name));
  }

  async #pack(name: string): Promise<Buffer> {
    const known = this.#packed.get(name);
    if (known !== undefined) return await known;
    const packed = this.#read(name).then((bytes) => gzip(bytes, { level: constants.Z_BEST_COMPRESSION }));
    this.#packed.set(name, packed);
    packed.catch(() => this.#packed.delete(name));
    return packed;
  }
}

function namesIn(root: string): string[] {
  try {
    return readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(root.length + 1)
          .split(sep)
          .join('/'),
      );
  } catch {
    return [];
  }
}

const accepts = (header: string, encoding: string): boolean =>
  header.split(',').some((part) => {
    const [name, weight] = part.split(';');
    return name?.trim() === encoding && weight?.replaceAll(' ', '') !== 'q=0';
  });
