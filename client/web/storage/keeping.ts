import type { ClientEvent } from "../../events.ts";
import { hasSecret } from "../../commands/secrets.ts";
import { roomName } from "../../format/names.ts";
import type { Chat } from "../../chat.ts";
import { t } from "../../texts/mod.ts";
import type { Entry } from "../enter/entry.ts";
import { stayLoggedIn } from "../enter/stay_logged_in.ts";
import type { Page } from "../page.ts";
import type { Storage } from "./storage.ts";
import { KeptDrafts } from "./kept_drafts.ts";
import { type KeptLine, type KeptLines, type SeenUntil, seenUntil } from "./kept_lines.ts";

/** Milliseconds after a change until it is kept. */
const DRAFT_DELAY_MS = 300;
const LINE_DELAY_MS = 50;
const MARKER_DELAY_MS = 1_000;

/** What is kept of a person. */
type Kept = "person" | "drafts" | "lines";

/** Options for {@linkcode Keeping}. */
export interface KeepingOptions {
  readonly entry: Entry;
  readonly storage: Storage;
  /** Whose lines and drafts they are. */
  readonly owner: string;
  readonly lines: KeptLines;
  /** Lines of an earlier visit, which the chat sends with ids from 1. */
  readonly restored: readonly KeptLine[];
}

/** Keeps in the browser who is there, what they are typing, and what is not confirmed yet. */
export class Keeping {
  readonly #page: Page;
  readonly #options: KeepingOptions;
  readonly #drafts: KeptDrafts;
  /** What was seen when a line was typed, by its id. */
  readonly #seen = new Map<number, SeenUntil>();
  /** The room that was looked at last. */
  #lastRoom: string | undefined;
  #draftTimer: number | undefined;
  #lineTimer: number | undefined;
  #markerTimer: number | undefined;
  /** What the browser does not keep as it is now. */
  readonly #unkept = new Set<Kept>();
  readonly #over = new AbortController();

  constructor(page: Page, options: KeepingOptions) {
    this.#page = page;
    this.#options = options;
    this.#drafts = new KeptDrafts(options);
    options.restored.forEach(({ after }, index) => this.#seen.set(index + 1, after));
    page.restoreDrafts(this.#drafts.texts);
    page.onTyped(() => {
      this.#draftTimer ??= setTimeout(() => this.#saveDrafts(), DRAFT_DELAY_MS);
    });
    page.onEvent((_network, event) => this.#handle(event));
    const { signal } = this.#over;
    addEventListener("pagehide", () => this.save(), { signal });
    addEventListener("beforeunload", (event) => {
      this.save();
      // The browser asks whether the page is to be left.
      if (this.#unkept.has("drafts") || this.#unkept.has("lines")) event.preventDefault();
    }, { signal });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.save();
    }, { signal });
  }

  /** Keeps everything, and nothing from then on. */
  close(): void {
    if (this.#over.signal.aborted) return;
    this.save();
    clearTimeout(this.#draftTimer);
    clearTimeout(this.#lineTimer);
    clearTimeout(this.#markerTimer);
    this.#over.abort();
  }

  /** Keeps everything now. */
  save(): void {
    // Nothing is left of a person who has logged out.
    if (!this.#page.memory.isKnown) return;
    this.#saveDrafts();
    this.#saveLines();
    this.#page.markers?.save();
  }

  get #chat(): Chat {
    return this.#page.navigator.chat;
  }

  #handle(event: ClientEvent): void {
    if (this.#over.signal.aborted) return;
    this.#saveMarkersSoon();
    switch (event.type) {
      case "welcome":
        return this.#welcome();
      case "focus":
        if (!event.room) return;
        this.#lastRoom = event.conversation;
        return this.#saveRooms();
      case "join":
      case "part":
      case "kick":
        if (event.own) this.#saveRooms();
        return;
      case "queued": {
        const { entries = [] } = this.#conversationOf(event.conversation) ?? {};
        const last = entries.findLast((entry) => entry.type === "message");
        const seen = last?.type === "message" ? last : undefined;
        this.#seen.set(event.id, seenUntil(seen, event.time));
        return this.#saveLinesSoon();
      }
      case "delivered":
      case "refused":
        if (event.id !== undefined) this.#seen.delete(event.id);
        return this.#saveLinesSoon();
    }
  }

  #conversationOf(name: string) {
    return [...this.#chat.state.conversations.values()].find((one) =>
      this.#chat.same(one.name, name)
    );
  }

  #welcome(): void {
    const { memory } = this.#page;
    const { entry } = this.#options;
    if (!memory.isInside) this.#note("person", memory.entered(entry));
    void stayLoggedIn(this.#chat, memory, entry);
  }

  /** The first room is the one that is shown after a reload. */
  #saveRooms(): void {
    const isLast = (room: string) =>
      this.#lastRoom !== undefined && this.#chat.same(room, this.#lastRoom);
    const { rooms } = this.#chat;
    const sorted = [...rooms.filter(isLast), ...rooms.filter((room) => !isLast(room))];
    this.#page.memory.setRooms(sorted.map(roomName));
  }

  #saveDrafts(): void {
    clearTimeout(this.#draftTimer);
    this.#draftTimer = undefined;
    this.#note("drafts", this.#drafts.save(this.#page.navigator.drafts));
  }

  #saveMarkersSoon(): void {
    const { markers } = this.#page;
    if (markers === undefined) return;
    this.#markerTimer ??= setTimeout(() => {
      this.#markerTimer = undefined;
      if (this.#page.memory.isKnown) markers.save();
    }, MARKER_DELAY_MS);
  }

  #saveLinesSoon(): void {
    this.#lineTimer ??= setTimeout(() => this.#saveLines(), LINE_DELAY_MS);
  }

  #saveLines(): void {
    clearTimeout(this.#lineTimer);
    this.#lineTimer = undefined;
    const lines = this.#chat.unsent.flatMap((entry): KeptLine[] => {
      const { id, line, command, target, text, kind } = entry;
      // Commands, which may have a password, are not kept.
      if (kind === undefined || hasSecret(text, target)) return [];
      const after = this.#seen.get(id) ?? seenUntil(undefined, Date.now());
      return [{
        line,
        command,
        target,
        text,
        kind,
        after: { msgid: after.msgid, time: after.time },
      }];
    });
    const isKept = this.#options.lines.save(lines);
    this.#note("lines", isKept || lines.length === 0);
  }

  /** Warns when the browser begins to keep less than everything. */
  #note(what: Kept, isKept: boolean): void {
    const wasAll = this.#unkept.size === 0;
    if (isKept) this.#unkept.delete(what);
    else this.#unkept.add(what);
    if (isKept || !wasAll) return;
    this.#chat.tell(
      t("This browser cannot keep what you type: send it before you close or reload the page"),
    );
  }
}
