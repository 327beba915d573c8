import { type Build, cacheName, cachePrefix, INDEX, keptPath, keptPaths } from "./offline/shell.ts";

/** An event of a worker, which goes on until a promise has settled. */
interface WorkerEvent extends Event {
  waitUntil(done: Promise<unknown>): void;
}

interface FetchEvent extends WorkerEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

interface NotificationClickEvent extends WorkerEvent {
  readonly notification: Notification;
}

/** A tab or window of the page. */
interface PageClient {
  postMessage(message: unknown): void;
  focus(): Promise<unknown>;
}

/** What this file uses of a service worker; the types of a page do not have it. */
interface Worker {
  /** Written before this script by scripts/page.ts. */
  readonly build: Build;
  readonly registration: { readonly scope: string };
  readonly clients: {
    claim(): Promise<void>;
    /** Those that had the focus last come first. */
    matchAll(options: { readonly type: "window" }): Promise<readonly PageClient[]>;
    openWindow(url: string): Promise<unknown>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listen: (event: WorkerEvent) => void): void;
  addEventListener(type: "fetch", listen: (event: FetchEvent) => void): void;
  addEventListener(
    type: "notificationclick",
    listen: (event: NotificationClickEvent) => void,
  ): void;
  addEventListener(type: "message", listen: (event: MessageEvent) => void): void;
}

const worker = self as unknown as Worker;
const { build } = worker;

worker.addEventListener("install", (event) => event.waitUntil(keepFiles()));
worker.addEventListener("activate", (event) => event.waitUntil(takeOver()));
worker.addEventListener("message", ({ data }) => {
  if (data === "take over") void worker.skipWaiting();
});
worker.addEventListener("notificationclick", (event) => event.waitUntil(open(event.notification)));
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

/** Goes to the conversation of a notification that is pressed. */
async function open(notification: Notification): Promise<void> {
  notification.close();
  const [page] = await worker.clients.matchAll({ type: "window" });
  if (page === undefined) {
    await worker.clients.openWindow(worker.registration.scope);
    return;
  }
  page.postMessage({ type: "open", conversation: notification.data });
  await page.focus();
}
