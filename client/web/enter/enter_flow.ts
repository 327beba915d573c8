import type { Connect } from "../../connection/connection.ts";
import type { Settings } from "../../settings/mod.ts";
import type { Page } from "../page.ts";
import type { Memory } from "../storage/memory.ts";
import type { Storage } from "../storage/storage.ts";
import type { Entry } from "./entry.ts";
import { elsewhereProblem, type Problem, problemOf } from "./problems.ts";

/** The part of the page that is loaded after the form is drawn. */
export type ChatPart = typeof import("../entered.tsx");

/** Options for {@linkcode EnterFlow}. */
export interface EnterFlowOptions {
  readonly connect: Connect;
  /** The server's address as people read it. */
  readonly address: string;
  readonly settings: Settings;
  readonly memory: Memory;
  /** Keeps texts until the tab is closed. */
  readonly tab: Storage;
  /** Loads the chat. Rejects if the server cannot be reached. */
  readonly loadChat: () => Promise<ChatPart>;
  /** Rooms that the address of the page names. */
  readonly linkedRooms: readonly string[];
}

/** What is drawn. A new one is made for each change. */
export interface EnterView {
  /** What the form offers at first. */
  readonly offered: Entry;
  readonly isConnecting: boolean;
  /** Whether the person is let in without being asked: the outline of the chat is shown meanwhile. */
  readonly isReturning: boolean;
  /** What is said to a person who has left. */
  readonly notice: string | undefined;
  /** Why the last attempt has failed. */
  readonly problem: Problem | undefined;
  /** The chat, once the person is let in; the form is shown without it. */
  readonly inside: { readonly page: Page; readonly part: ChatPart } | undefined;
}

const OUTSIDE = { isConnecting: false, isReturning: false, inside: undefined } as const;
const NOTHING_SAID = { notice: undefined, problem: undefined } as const;

/** Lets a person in: from the form, or from what the browser remembers, into the chat. */
export class EnterFlow {
  readonly #options: EnterFlowOptions;
  readonly #listeners = new Set<() => void>();
  #part: Promise<ChatPart> | undefined;
  /** The attempt to enter, which a later one replaces. */
  #attempt = 0;
  #page: Page | undefined;
  #view: EnterView;
  readonly #firstView: EnterView;

  constructor(options: EnterFlowOptions) {
    this.#options = options;
    const { memory, linkedRooms } = options;
    const offered = memory.entry(linkedRooms);
    const isReturning = memory.entersByItself;
    this.#view = {
      offered,
      isConnecting: isReturning,
      isReturning,
      ...NOTHING_SAID,
      inside: undefined,
    };
    this.#firstView = this.#view;
    if (isReturning) void this.#begin(offered, { retriesFirst: true });
  }

  readonly subscribe = (listener: () => void): () => void => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly view = (): EnterView => this.#view;

  /** What is drawn at first, as the first script has drawn it already. */
  readonly firstView = (): EnterView => this.#firstView;

  /** Loads the chat, so that it is there when the person enters. */
  preload(): void {
    this.#load().catch(() => {});
  }

  /** Tries to enter with what was typed. */
  enter(entry: Entry): void {
    void this.#begin(entry, { retriesFirst: false });
  }

  /** Ends the attempt to enter. */
  cancel(): void {
    this.#attempt++;
    const page = this.#page;
    this.#page = undefined;
    page?.leave();
    this.#show({ ...OUTSIDE, ...NOTHING_SAID });
  }

  async #begin(
    entry: Entry,
    { retriesFirst }: { readonly retriesFirst: boolean },
  ): Promise<void> {
    const attempt = ++this.#attempt;
    this.#show({ isConnecting: true, isReturning: retriesFirst, ...NOTHING_SAID });
    let part: ChatPart;
    try {
      part = await this.#load();
    } catch {
      if (attempt === this.#attempt) this.#fail(entry, "");
      return;
    }
    const { tab, ...options } = this.#options;
    const tabs = new part.Tabs(tab);
    const storage = options.memory.storageFor(entry);
    const owner = entry.name.toLowerCase();
    const lines = new part.KeptLines({ storage, owner, tab: await tabs.open() });
    const restored = await tabs.whileAlone((isClosed) => lines.takeOver(isClosed));
    const isElsewhere = await tabs.isElsewhere(owner);
    if (attempt !== this.#attempt) return;
    const continues = part.continuationOf(restored);
    const page = new part.Page({ ...options, entry, retriesFirst, continues });
    this.#page = page;
    const keeping = new part.Keeping(page, { entry, storage, owner, lines, restored });
    const follow = () => {
      if (this.#page === page) this.#follow(page, { entry, part, isElsewhere });
      if (page.view().hasEntered) tabs.hold(owner);
      if (this.#page === page) return;
      tabs.release();
      keeping.close();
      stop();
    };
    const stop = page.subscribe(follow);
    // What the browser remembers is shown at once; the connection comes when it can.
    if (retriesFirst) this.#show({ inside: { page, part } });
    follow();
  }

  #follow(page: Page, { entry, part, isElsewhere }: {
    readonly entry: Entry;
    readonly part: ChatPart;
    /** Whether somebody of this name is in by another tab of this browser. */
    readonly isElsewhere: boolean;
  }): void {
    const { hasEntered, hasLeft } = page.view();
    if (page.failure !== undefined) {
      this.#page = undefined;
      this.#options.memory.refused(page.failure);
      const problem = isElsewhere && page.failure.end.type === "name-taken"
        ? elsewhereProblem(entry.name)
        : problemOf(page.failure, entry);
      const offered = this.#options.memory.entry(this.#options.linkedRooms);
      this.#show({ ...OUTSIDE, offered, problem });
    } else if (hasLeft) {
      this.#page = undefined;
      const offered = this.#options.memory.entry([]);
      const { notice } = page;
      this.#show({ ...OUTSIDE, offered, problem: undefined, notice });
    } else if (hasEntered && this.#view.isConnecting) {
      this.#show({ isConnecting: false, inside: { page, part } });
    }
  }

  #fail(entry: Entry, reason: string): void {
    const end = { type: "cannot-connect", reason } as const;
    this.#show({ ...OUTSIDE, problem: problemOf({ end, password: undefined }, entry) });
  }

  /** A failed load is tried again on the next attempt. */
  #load(): Promise<ChatPart> {
    this.#part ??= this.#options.loadChat().catch((error) => {
      this.#part = undefined;
      throw error;
    });
    return this.#part;
  }

  #show(changes: Partial<EnterView>): void {
    this.#view = { ...this.#view, ...changes };
    for (const listener of this.#listeners) listener();
  }
}
