/** Milliseconds between two looks for a new version. */
const CHECK_MS = 60 * 60_000;
const SCRIPT = "./service_worker.js";

/** Keeps the page in the browser for when there is no connection, and knows of new versions. */
export class Updates {
  readonly #listeners = new Set<() => void>();
  #waiting: ServiceWorker | undefined;
  #isNew = false;

  readonly subscribe = (listener: () => void): () => void => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Whether a new version is here, which a reload shows. */
  readonly isNew = (): boolean => this.#isNew;

  /** Keeps the page. A browser that cannot, or that has no secure connection, does without. */
  async start(): Promise<void> {
    const { serviceWorker } = navigator;
    if (serviceWorker === undefined) return;
    const wasKept = serviceWorker.controller !== null;
    try {
      const registration = await serviceWorker.register(SCRIPT, { updateViaCache: "none" });
      this.#follow(registration);
    } catch {
      return;
    }
    // Another tab has taken the new version: what this one loads later is not kept any more.
    serviceWorker.addEventListener("controllerchange", () => {
      if (wasKept) this.#found(undefined);
    });
  }

  /** Shows the new version. */
  reload(): void {
    if (this.#waiting === undefined) return location.reload();
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
    this.#waiting.postMessage("take over");
  }

  #follow(registration: ServiceWorkerRegistration): void {
    const look = () => {
      const { installing } = registration;
      installing?.addEventListener("statechange", () => {
        // The first version has nothing to replace.
        const replaces = navigator.serviceWorker.controller !== null;
        if (installing.state === "installed" && replaces) this.#found(installing);
      });
    };
    if (registration.waiting !== null) this.#found(registration.waiting);
    registration.addEventListener("updatefound", look);
    look();
    const check = () => registration.update().catch(() => {});
    setInterval(check, CHECK_MS);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") void check();
    });
  }

  #found(waiting: ServiceWorker | undefined): void {
    this.#waiting = waiting;
    this.#isNew = true;
    for (const listener of this.#listeners) listener();
  }
}
