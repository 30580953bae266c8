import { posix } from 'node:path';

/** Which package may import which, besides itself. */
const packages: Record<string, readonly string[]> = {
  shared: [],
  server: ['shared'],
  web: ['shared'],
  test: ['shared', 'server', 'web'],
};

/**
 * The server's rooms from the outside in: each may import those behind it, never one before it. A room that is not listed
 * (secrets, live events, configuration) serves all of them.
 */
const rooms = ['http', 'intake', 'engine', 'nodes', 'sandbox', 'outbound'];

/** Packages that belong to one place in the server. */
const owners: Record<string, string> = {
  'better-sqlite3': 'server/src/store/sqlite/',
  express: 'server/src/http/',
  nodemailer: 'server/src/outbound/',
  'quickjs-emscripten': 'server/src/sandbox/',
  undici: 'server/src/outbound/',
};

/**
 * Says what is wrong with an import, or nothing.
 * @param from the importing file, relative to the root with forward slashes
 * @param specifier what stands between the quotes
 */
export function importProblem(from: string, specifier: string): string | undefined {
  const fromPackage = from.split('/')[0] ?? '';
  const allowed = packages[fromPackage];
  if (allowed === undefined) return undefined;

  const to = target(from, specifier);
  if (to === undefined) return ownerProblem(from, specifier);
  if (specifier.startsWith('.') && !/\.(?:[cm]?[jt]sx?|css|json|svg)(?:\?\w+)?$/.test(specifier)) {
    return 'a relative import carries the extension of its file';
  }

  const toPackage = to.split('/')[0] ?? '';
  if (toPackage !== fromPackage) {
    if (!allowed.includes(toPackage)) return `${fromPackage} does not import ${toPackage}`;
    if (specifier.startsWith('.') && fromPackage !== 'test')
      return `import @millrace/${toPackage}/… instead of its path`;
    return undefined;
  }
  return fromPackage === 'server' ? roomProblem(from, to) : undefined;
}

/** The file a specifier means, relative to the root, or nothing for a package from outside. */
function target(from: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier);
  const own = /^@millrace\/([^/]+)(?:\/(.*))?$/.exec(specifier);
  return own ? `${own[1]}/src/${own[2] ?? ''}` : undefined;
}

function ownerProblem(from: string, specifier: string): string | undefined {
  if (!from.startsWith('server/src/') || isTest(from)) return undefined;
  for (const [name, folder] of Object.entries(owners)) {
    const meant = specifier === name || specifier.startsWith(`${name}/`);
    if (meant && !from.startsWith(folder)) return `only ${folder} imports ${name}`;
  }
  return undefined;
}

/** What stands in `server/src` itself and starts the parts may import all of them; so may tests. */
function roomProblem(from: string, to: string): string | undefined {
  if (/^server\/src\/[^/]+$/.test(from) || !from.startsWith('server/src/') || isTest(from)) return undefined;
  const fromRoom = roomOf(from);
  const toRoom = roomOf(to);
  if (fromRoom === toRoom) return undefined;
  if (toRoom === 'http') return 'nothing imports http';
  if (toRoom === 'store' && to.split('/').length > 4) return 'the store is reached through server/src/store/*.ts only';
  const fromRank = rooms.indexOf(fromRoom);
  const toRank = rooms.indexOf(toRoom);
  if (fromRank >= 0 && toRank >= 0 && toRank < fromRank) return `${fromRoom} does not import ${toRoom}`;
  if (fromRoom === 'sandbox' && toRoom === 'outbound') return 'sandbox does not import outbound';
  return undefined;
}

/** The folder in `server/src`, or the file's name where it stands in `server/src` itself. */
function roomOf(path: string): string {
  return path.split('/')[2] ?? '';
}

function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path);
}
