/** What the browser keeps of this page, by keys that begin with the name of the program. */
export interface Storage {
  /** Undefined if there is none, or if the browser keeps nothing. */
  read(key: string): string | undefined;
  /** Undefined removes it. Returns false if the browser keeps nothing. */
  write(key: string, text: string | undefined): boolean;
}

const PREFIX = "chat.";

/** The storage of the browser, which may be switched off or full. */
export const browserStorage: Storage = {
  read(key) {
    try {
      return localStorage.getItem(PREFIX + key) ?? undefined;
    } catch {
      return undefined;
    }
  },
  write(key, text) {
    try {
      if (text === undefined) localStorage.removeItem(PREFIX + key);
      else localStorage.setItem(PREFIX + key, text);
      return true;
    } catch {
      return false;
    }
  },
};
