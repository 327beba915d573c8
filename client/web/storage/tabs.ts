import type { Storage } from "./storage.ts";

const KEY = "tab";
const LOCK_PREFIX = "chat-tab-";
const TAKING_OVER = "chat-taking-over";

/** The lock of a person; pages under other paths of the same host belong to other servers. */
function personLock(person: string): string {
  return `chat-person-${person}-${new URL(".", location.href).pathname}`;
}

/** The tabs of this page in the browser: a lock for each says that it is open. */
export class Tabs {
  readonly #tab: Storage;

  #release: (() => void) | undefined;

  constructor(tab: Storage) {
    this.#tab = tab;
  }

  /**
   * Says what this tab is called, also after a reload, and marks it as open. A copy of a tab gets a
   * name of its own.
   */
  async open(): Promise<string> {
    const before = this.#tab.read(KEY);
    if (before !== undefined && await hold(LOCK_PREFIX + before)) return before;
    const name = crypto.getRandomValues(new Uint32Array(2)).join("-");
    this.#tab.write(KEY, name);
    await hold(LOCK_PREFIX + name);
    return name;
  }

  /** Says to other tabs that a person of this name is in by this one. */
  hold(person: string): void {
    if (this.#release !== undefined) return;
    const released = new Promise<void>((resolve) => this.#release = resolve);
    void hold(personLock(person), released);
  }

  /** The person has left. */
  release(): void {
    this.#release?.();
    this.#release = undefined;
  }

  /** Whether a person of this name is in by another tab. */
  async isElsewhere(person: string): Promise<boolean> {
    const { held = [] } = await (await usableLocks())?.query() ?? {};
    return held.some(({ name }) => name === personLock(person));
  }

  /** Runs a function, in one tab at a time, that may ask which tabs are closed. */
  async whileAlone<T>(run: (isClosed: (tab: string) => boolean) => T): Promise<T> {
    const locks = await usableLocks();
    // No tab can know of others: each keeps its own.
    if (locks === undefined) return run(() => false);
    return await locks.request(TAKING_OVER, async () => {
      const { held = [] } = await locks.query();
      const open = new Set(held.map(({ name }) => name));
      return run((tab) => !open.has(LOCK_PREFIX + tab));
    });
  }
}

/**
 * Holds a lock until it is released, or the tab is closed. Returns false if another tab holds it.
 */
async function hold(name: string, released = new Promise<void>(() => {})): Promise<boolean> {
  const locks = await usableLocks();
  if (locks === undefined) return true;
  return await new Promise((resolve) => {
    void locks.request(name, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock === null ? undefined : released;
    });
  });
}

/** Undefined without a secure connection, and where storage is switched off. */
async function usableLocks(): Promise<LockManager | undefined> {
  try {
    await navigator.locks.query();
    return navigator.locks;
  } catch {
    return undefined;
  }
}
