import type { Entry, EntryFailure, LoginWay } from "../enter/entry.ts";
import type { Storage } from "./storage.ts";

/** The room that is offered at first. */
const FIRST_ROOM = "1";
/** Rooms that are remembered. */
const MAX_ROOMS = 100;
const PERSON = "person";
const INSIDE = "inside";
/** How the keys of drafts begin. */
export const DRAFTS = "draft.";
/** How the keys of lines begin that are not confirmed. */
export const UNSENT = "unsent.";
/** How the keys begin of how far a guest has read. */
export const READ = "read.";

/** A login token that the server has made for this browser. */
export interface KeptToken {
  readonly account: string;
  readonly id: string;
  readonly token: string;
}

/** What is remembered of a person. The password never is. */
interface Person {
  readonly name: string;
  /** As people write them: `1`. */
  readonly rooms: readonly string[];
  readonly login: KeptToken | undefined;
}

/** Options for {@linkcode Memory}. */
export interface MemoryOptions {
  /** Keeps what the person has said may be remembered. */
  readonly lasting: Storage;
  /** Keeps the rest until the tab is closed, so that it survives a reload. */
  readonly tab: Storage;
}

/** Who enters in this browser, where, and by which login token. */
export class Memory {
  readonly #lasting: Storage;
  readonly #tab: Storage;
  #isLasting: boolean;
  #isInside = false;
  #person: Person | undefined;

  constructor({ lasting, tab }: MemoryOptions) {
    this.#lasting = lasting;
    this.#tab = tab;
    const ofTab = readPerson(tab);
    this.#isLasting = ofTab === undefined;
    this.#person = ofTab ?? readPerson(lasting);
  }

  /** Where what a person types is kept: only in this tab, if they are not to be remembered. */
  storageFor({ remember }: Pick<Entry, "remember">): Storage {
    return remember ? this.#lasting : this.#tab;
  }

  /** The login token of this browser. */
  get login(): KeptToken | undefined {
    return this.#person?.login;
  }

  /** Whether the person is let in without being asked: by a token, or after a reload as a guest. */
  get entersByItself(): boolean {
    return this.login !== undefined || this.#tab.read(INSIDE) !== undefined;
  }

  /** Whether somebody is remembered. */
  get isKnown(): boolean {
    return this.#person !== undefined;
  }

  /** Whether the person was let in by what is remembered, or since. */
  get isInside(): boolean {
    return this.#isInside;
  }

  /** What the form offers; the rooms that a link names come first. */
  entry(linkedRooms: readonly string[]): Entry {
    const { name = "", rooms = [] } = this.#person ?? {};
    const offered = [...new Set([...linkedRooms, ...rooms])];
    return {
      name,
      rooms: offered.length === 0 ? [FIRST_ROOM] : offered,
      way: wayOf(this.login),
      serverPassword: undefined,
      remember: this.#person !== undefined && this.#isLasting,
    };
  }

  /** The server has let the person in. Returns false if the browser keeps nothing. */
  entered({ name, rooms, way, remember }: Entry): boolean {
    const login = way.type === "token" ? this.login : undefined;
    this.#isInside = true;
    this.#isLasting = remember;
    this.#lasting.write(PERSON, undefined);
    this.#tab.write(PERSON, undefined);
    // A password that is not kept has to be typed again.
    if (way.type === "guest") this.#tab.write(INSIDE, "1");
    return this.#keep({ name, rooms: rooms.slice(0, MAX_ROOMS), login });
  }

  /** The person is in these rooms now. */
  setRooms(rooms: readonly string[]): void {
    this.#change({ rooms: rooms.slice(0, MAX_ROOMS) });
  }

  /** The server has made a login token for this browser. */
  setLogin(login: KeptToken): void {
    this.#change({ login });
  }

  /** The person was not let in. */
  refused({ password }: EntryFailure): void {
    this.left();
    if (password?.tokenRefused === true) this.dropLogin();
  }

  /** The login token does not log in any more. */
  dropLogin(): void {
    this.#change({ login: undefined });
  }

  /** The person has left: the next one is asked. */
  left(): void {
    this.#isInside = false;
    this.#tab.write(INSIDE, undefined);
  }

  /** Forgets the person, and what they were typing and sending. */
  forget(): void {
    this.left();
    this.#person = undefined;
    for (const storage of [this.#lasting, this.#tab]) {
      storage.write(PERSON, undefined);
      for (const prefix of [DRAFTS, UNSENT, READ]) {
        for (const key of storage.keys(prefix)) storage.write(key, undefined);
      }
    }
  }

  // Another tab may have forgotten the person meanwhile.
  #change(changes: Partial<Person>): void {
    if (this.#person === undefined) return;
    this.#person = { ...this.#person, ...changes };
    const storage = this.storageFor({ remember: this.#isLasting });
    if (storage.read(PERSON) !== undefined) this.#keep(this.#person);
  }

  #keep(person: Person): boolean {
    this.#person = person;
    return this.storageFor({ remember: this.#isLasting }).write(PERSON, JSON.stringify(person));
  }
}

function wayOf(login: KeptToken | undefined): LoginWay {
  return login === undefined
    ? { type: "guest" }
    : { type: "token", account: login.account, token: login.token };
}

/** Reads what this or an earlier version has written; undefined if it cannot be used. */
function readPerson(storage: Storage): Person | undefined {
  try {
    const { name, rooms, login } = JSON.parse(storage.read(PERSON) ?? "null") ?? {};
    if (typeof name !== "string" || !isListOfTexts(rooms)) return undefined;
    const isToken = [login?.account, login?.id, login?.token].every(isText);
    return { name, rooms, login: isToken ? login : undefined };
  } catch {
    return undefined;
  }
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isListOfTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(isText);
}
