import { type Build, cacheName, cachePrefix, INDEX, keptPath, keptPaths } from "./offline/shell.ts";

/** An event of a worker, which goes on until a promise has settled. */
interface WorkerEvent extends Event {
  waitUntil(done: Promise<unknown>): void;
}

interface FetchEvent extends WorkerEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

/** What this file uses of a service worker; the types of a page do not have it. */
interface Worker {
  /** Written before this script by scripts/page.ts. */
  readonly build: Build;
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listen: (event: WorkerEvent) => void): void;
  addEventListener(type: "fetch", listen: (event: FetchEvent) => void): void;
  addEventListener(type: "message", listen: (event: MessageEvent) => void): void;
}

const worker = self as unknown as Worker;
const { build } = worker;

worker.addEventListener("install", (event) => event.waitUntil(keepFiles()));
worker.addEventListener("activate", (event) => event.waitUntil(takeOver()));
worker.addEventListener("message", ({ data }) => {
  if (data === "take over") void worker.skipWaiting();
});
worker.addEventListener("fetch", (event) => {
  const { scope } = worker.registration;
  const path = keptPath(event.request, { scope, build });
  if (path !== undefined) event.respondWith(answer(event.request, path));
});

// A file may be in the cache of the browser for as long as the server says.
async function keepFiles(): Promise<void> {
  const { scope } = worker.registration;
  const cache = await caches.open(cacheName(scope, build));
  const requests = keptPaths(build).map((path) =>
    new Request(new URL(path, scope), { cache: path === INDEX ? "reload" : "default" })
  );
  await cache.addAll(requests);
}

async function takeOver(): Promise<void> {
  const { scope } = worker.registration;
  const current = cacheName(scope, build);
  const old = (await caches.keys()).filter((name) =>
    name.startsWith(cachePrefix(scope)) && name !== current
  );
  await Promise.all(old.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

async function answer(request: Request, path: string): Promise<Response> {
  const { scope } = worker.registration;
  const cache = await caches.open(cacheName(scope, build));
  return await cache.match(new URL(path, scope)) ?? await fetch(request);
}
