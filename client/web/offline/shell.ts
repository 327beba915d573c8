/** Which files a build of the page is made of. */
export interface Build {
  /** Tells builds apart. */
  readonly digest: string;
  /** Names of files beside the page. */
  readonly files: readonly string[];
}

/** The page itself, as its address has it. */
export const INDEX = "./";
const INDEX_FILE = "index.html";

/** What is kept to open the page without a connection, by addresses from the page. */
export function keptPaths({ files }: Build): string[] {
  return [INDEX, ...files.filter((name) => name !== INDEX_FILE)];
}

/**
 * Under which path an answer to a request is kept; undefined if the server has to answer, as for
 * the connection and its health. `scope` is the address of the folder of the page.
 */
export function keptPath(
  request: { readonly method: string; readonly url: string },
  { scope, build }: { readonly scope: string; readonly build: Build },
): string | undefined {
  const { origin, pathname } = new URL(request.url);
  const folder = new URL(scope);
  if (request.method !== "GET" || origin !== folder.origin) return undefined;
  if (!pathname.startsWith(folder.pathname)) return undefined;
  const name = pathname.slice(folder.pathname.length);
  if (name === "" || name === INDEX_FILE) return INDEX;
  return build.files.includes(name) ? name : undefined;
}

/** The name of the cache of a build; other pages of the same host have others. */
export function cacheName(scope: string, { digest }: Build): string {
  return `${cachePrefix(scope)}${digest}`;
}

/** How the names of all caches of this page begin. */
export function cachePrefix(scope: string): string {
  return `chat ${new URL(scope).pathname} `;
}
