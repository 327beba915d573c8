import { createContext, useContext } from "react";

import { codesToMarks } from "../../../editing/marks.ts";
import { withoutFormatting } from "../../../format/sanitize.ts";
import type { MessageEntry } from "../../../model/mod.ts";
import { t } from "../../../texts/mod.ts";
import { isOperator, memberOf } from "../../conversations/operators.ts";
import { copyText } from "../../copy_text.ts";
import type { Page } from "../../page.ts";

/** What stands in front of the timeline. */
export type TimelineWindow =
  | {
    readonly type: "picker";
    readonly entry: MessageEntry;
    /** What the picker stands beside. */
    readonly near: DOMRect;
  }
  | { readonly type: "removal" | "sheet"; readonly entry: MessageEntry };

/** Options for {@linkcode Controls}. */
export interface ControlsOptions {
  readonly page: Page;
  /** Shows a window in front of the timeline; undefined closes it. */
  readonly open: (window: TimelineWindow | undefined) => void;
  /** Shows all of a message, however long it is. */
  readonly showAll: (key: string) => void;
  /** Tells the person for a moment what was done. */
  readonly tell: (text: string) => void;
}

/** What a person can do with the messages of the current conversation. */
export class Controls {
  readonly #options: ControlsOptions;

  constructor(options: ControlsOptions) {
    this.#options = options;
  }

  showAll(key: string): void {
    this.#options.showAll(key);
  }

  /** Begins a reply, which the field to type in then shows. */
  reply(entry: MessageEntry): void {
    const { page } = this.#options;
    page.navigator.place.replyTo = entry;
    page.changed();
    focusField();
  }

  /** Adds a reaction of ours, or takes it back. */
  react(entry: MessageEntry, emoji: string): void {
    if (entry.msgid === undefined) return;
    const { chat } = this.#options.page.navigator;
    const isOn = entry.reactions?.get(emoji)?.some((nick) => chat.same(nick, chat.nick)) ?? false;
    chat.react(entry.msgid, emoji, !isOn);
  }

  pickReaction(entry: MessageEntry, near: HTMLElement): void {
    this.#options.open({ type: "picker", entry, near: near.getBoundingClientRect() });
  }

  copy(entry: MessageEntry): void {
    const { tell } = this.#options;
    copyText(withoutFormatting(entry.text)).then(
      () => tell(t("Copied")),
      () => tell(t("The browser does not let this page copy")),
    );
  }

  ignore(entry: MessageEntry): void {
    this.#options.page.navigator.chat.input(`/ignore ${entry.from}`);
  }

  /** Whether a message is ours, or in a room that we are an operator of. */
  canRemove(entry: MessageEntry): boolean {
    const { navigator } = this.#options.page;
    return entry.own || isOperator(memberOf(navigator, navigator.chat.nick));
  }

  confirmRemoval(entry: MessageEntry): void {
    this.#options.open({ type: "removal", entry });
  }

  remove(entry: MessageEntry): void {
    if (entry.msgid !== undefined) this.#options.page.navigator.chat.redact(entry.msgid);
  }

  goToQuoted({ replyTo, time, conversation, room }: MessageEntry): void {
    const { page } = this.#options;
    page.jump.go(page.navigator.network, { msgid: replyTo, time, conversation, room });
    page.changed();
  }

  /** Sends a message once more that was not sent. */
  sendAgain(entry: MessageEntry): void {
    const { chat } = this.#options.page.navigator;
    chat.discard(entry);
    if (entry.kind === "action") chat.input(`/me ${entry.text}`);
    else if (entry.replyTo !== undefined) chat.reply(entry.replyTo, entry.text);
    else chat.say(entry.text);
  }

  /** Brings a message that was not sent back to the field to type in. */
  editAgain(entry: MessageEntry): void {
    const { page } = this.#options;
    const { chat, place } = page.navigator;
    chat.discard(entry);
    const marked = codesToMarks(entry.text);
    const text = entry.kind === "action" ? `/me ${marked}` : marked;
    const typed = place.composer.text;
    place.composer.set(typed.trim() === "" ? text : `${typed}\n${text}`);
    page.changed();
    focusField();
  }
}

/** Moves the focus to the field to type in. */
export function focusField(): void {
  document.querySelector<HTMLElement>(".composer textarea")?.focus();
}

/** The controls of the timeline around a component. */
export const ControlsContext = createContext<Controls | undefined>(undefined);

/** Returns the controls, for the parts of a message, which always stands in a timeline. */
export function useControls(): Controls {
  return useContext(ControlsContext)!;
}
