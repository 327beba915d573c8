/** What the browser keeps of this page, by keys that begin with the name of the program. */
export interface Storage {
  /** Undefined if there is none, or if the browser keeps nothing. */
  read(key: string): string | undefined;
  /** Undefined removes it. Returns false if the browser keeps nothing. */
  write(key: string, text: string | undefined): boolean;
  /** The keys that begin with a text. */
  keys(prefix: string): string[];
}

/** How keys begin: pages under other paths of the same host belong to other servers. */
function prefixOf({ pathname }: URL): string {
  return pathname === "/" ? "chat." : `chat ${pathname} `;
}

/** Keeps texts until the person removes the data of the page, if that is not switched off or full. */
export const browserStorage: Storage = storageOf(() => localStorage);

/** Keeps texts until the tab is closed. */
export const tabStorage: Storage = storageOf(() => sessionStorage);

// The browser throws already where the storage is named, if it is switched off.
function storageOf(open: () => globalThis.Storage): Storage {
  const ownPrefix = () => prefixOf(new URL(".", location.href));
  return {
    read(key) {
      try {
        return open().getItem(ownPrefix() + key) ?? undefined;
      } catch {
        return undefined;
      }
    },
    write(key, text) {
      try {
        if (text === undefined) open().removeItem(ownPrefix() + key);
        else open().setItem(ownPrefix() + key, text);
        return true;
      } catch {
        return false;
      }
    },
    keys(prefix) {
      try {
        const own = ownPrefix();
        return Object.keys(open()).filter((key) => key.startsWith(own + prefix))
          .map((key) => key.slice(own.length));
      } catch {
        return [];
      }
    },
  };
}
