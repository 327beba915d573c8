import type { Completed, Completer, CompletionList } from "../../completion/completer.ts";
import { marksToCodes } from "../../editing/marks.ts";
import { composerCompleter } from "../../navigation/completing.ts";
import type { Place } from "../../navigation/places.ts";
import type { Page } from "../page.ts";
import { replaceText, selectionOf, type TextRange, toggleMarks } from "./field_text.ts";

/** Characters up to which a text of one line is one message on any server. */
const MAX_SURELY_ONE_MESSAGE = 300;
/** Milliseconds after the last letter until the messages of a long text are counted. */
const COUNT_DELAY_MS = 200;
/** A longer paste is taken as code without looking for marks in it. */
const MAX_LOOKED_THROUGH_CHARACTERS = 20_000;
/** Keys that, with Ctrl, put marks around the selected text. */
const MARK_KEYS: ReadonlyMap<string, readonly [string, string]> = new Map([
  ["b", ["**", "**"]],
  ["i", ["_", "_"]],
  ["u", ["<u>", "</u>"]],
  ["e", ["`", "`"]],
]);
/** What `keyCode` is while an input method composes; Safari has no other sign of its last Enter. */
const COMPOSING_KEY_CODE = 229;

/** What is shown of the field beside its text. */
export interface FieldState {
  readonly list: CompletionList | undefined;
  /** Whether a password is typed. */
  readonly isSecret: boolean;
  /** How many messages the text becomes. */
  readonly messages: number;
  /** Whether marks such as `**bold**` are sent as they are, since they were pasted. */
  readonly isPlain: boolean;
}

const INITIAL: FieldState = { list: undefined, isSecret: false, messages: 1, isPlain: false };

/** The texts that are sent as they are, although they contain marks. */
const plainTexts = new WeakSet<Place>();

/**
 * The field for messages of one conversation. The browser keeps what is typed; every change is
 * passed on to the composer of the conversation, and none of them draws the page.
 */
export class TypedField {
  readonly #page: Page;
  readonly #place: Place;
  readonly #completer: Completer;
  /** The text as the completer sees it. */
  readonly #text: Completed;
  readonly #listeners = new Set<() => void>();
  #field: HTMLTextAreaElement | undefined;
  #state: FieldState = INITIAL;
  /** Whether the change that is being made is our own. */
  #isChanging = false;
  /** The text that was recalled last. */
  #recalled: string | undefined;
  /** Whether the person does not want what they type to be completed. */
  #isDismissed = false;
  /** What stood before the cursor when the list was made. */
  #completed = "";
  #messages = 1;
  #countTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(page: Page, place: Place) {
    this.#page = page;
    this.#place = place;
    const before = () => this.#field?.value.slice(0, this.#cursor()) ?? "";
    this.#text = {
      get before() {
        return before();
      },
      replaceBefore: (length, text) =>
        this.#replace({ from: this.#cursor() - length, to: this.#cursor() }, text),
    };
    this.#completer = composerCompleter({
      navigator: () => page.navigator,
      changed: () => this.#loaded(),
    });
  }

  readonly subscribe = (listener: () => void): () => void => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): FieldState => this.#state;

  /** Takes the element, with the text that was typed before. */
  readonly attach = (field: HTMLTextAreaElement): () => void => {
    const { text, cursor } = this.#place.composer;
    this.#field = field;
    field.value = text;
    field.setSelectionRange(cursor, cursor);
    this.#count();
    this.#show();
    return () => {
      clearTimeout(this.#countTimer);
      this.#field = undefined;
    };
  };

  /** Gives the field the focus. */
  focus(): void {
    this.#field?.focus();
  }

  /** Shows a text that did not come from this field. */
  sync(text: string): void {
    const field = this.#field;
    if (field === undefined || field.value === text) return;
    field.value = text;
    field.setSelectionRange(text.length, text.length);
    this.#completer.close();
    this.#count();
    this.#show();
  }

  /** Something was typed, deleted or undone. */
  input(isComposing: boolean): void {
    this.#follow();
    if (this.#isChanging) return;
    this.#recalled = undefined;
    this.#isDismissed = false;
    if (!isComposing) this.#complete();
  }

  /** The cursor was moved, perhaps away from what the list completes. */
  moved(): void {
    if (this.#isChanging || this.#state.list === undefined) return;
    if (this.#text.before === this.#completed) return;
    this.#completer.close();
    this.#show();
  }

  /** Something is about to be pasted, which the browser does itself. */
  pasted(text: string): void {
    if (text.length > MAX_LOOKED_THROUGH_CHARACTERS || marksToCodes(text) !== text) {
      plainTexts.add(this.#place);
    }
  }

  /** Has marks become styles although they were pasted. */
  useMarks(): void {
    plainTexts.delete(this.#place);
    this.#show();
    this.focus();
  }

  /** Writes at the cursor. */
  insert(text: string): void {
    if (this.#field !== undefined) this.#replace(selectionOf(this.#field), text);
    this.#show();
  }

  /** Puts in a candidate of the list. */
  choose(index: number): void {
    this.#change(() => this.#completer.choose(this.#text, index));
  }

  /** Sends what is typed. */
  submit(): void {
    const field = this.#field;
    if (field === undefined) return;
    this.#follow();
    this.#completer.close();
    this.#recalled = undefined;
    this.#page.submit({ plain: plainTexts.has(this.#place) });
    plainTexts.delete(this.#place);
    field.value = this.#place.composer.text;
    this.#count();
    this.#show();
    this.focus();
  }

  /** Handles a key; returns whether the browser is to do nothing more with it. */
  key(event: KeyboardEvent): boolean {
    if (event.isComposing || event.keyCode === COMPOSING_KEY_CODE) return false;
    switch (event.key) {
      case "Enter":
        return this.#enter(event);
      case "Tab":
        return this.#tab(event);
      case "ArrowUp":
        return hasNoModifier(event) && this.#arrow(-1);
      case "ArrowDown":
        return hasNoModifier(event) && this.#arrow(1);
      case "Escape":
        return this.#escape();
      default:
        return this.#mark(event);
    }
  }

  #enter({ shiftKey, altKey }: KeyboardEvent): boolean {
    if (shiftKey) return false;
    if (altKey) this.insert("\n");
    else if (this.#state.list?.selected !== undefined) {
      // The candidate stands in the text already.
      this.#completer.close();
      this.#show();
    } else this.submit();
    return true;
  }

  /** Completes; where there is nothing to complete, the key goes to the next button. */
  #tab({ shiftKey, ctrlKey, altKey, metaKey }: KeyboardEvent): boolean {
    if (ctrlKey || altKey || metaKey || this.#isDismissed) return false;
    if (shiftKey && !this.#completer.hasChoice) return false;
    return this.#step(shiftKey ? -1 : 1);
  }

  #arrow(step: 1 | -1): boolean {
    if (this.#completer.hasChoice) return this.#step(step);
    const field = this.#field;
    if (field === undefined) return false;
    const { from, to } = selectionOf(field);
    const isAtEdge = from === to && (from === 0 || from === field.value.length);
    const isRecalling = field.value === this.#recalled && isAtEdge;
    if (field.value !== "" && !isRecalling) return false;
    this.#follow();
    this.#place.recall(step);
    const { text } = this.#place.composer;
    if (text === field.value) return false;
    this.#completer.close();
    this.#replace({ from: 0, to: field.value.length }, text);
    this.#recalled = text;
    this.#show();
    return true;
  }

  #escape(): boolean {
    this.#isDismissed = true;
    if (this.#change(() => this.#completer.cancel(this.#text))) return true;
    if (this.#place.replyTo === undefined) return false;
    this.#place.replyTo = undefined;
    this.#page.changed();
    return true;
  }

  #mark({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): boolean {
    const marks = MARK_KEYS.get(key);
    if (marks === undefined || !(ctrlKey || metaKey) || altKey || shiftKey) return false;
    if (this.#field === undefined || !this.#page.settings.get("formatting")) return false;
    const field = this.#field;
    plainTexts.delete(this.#place);
    this.#change(() => toggleMarks(field, marks));
    return true;
  }

  #step(step: 1 | -1): boolean {
    return this.#change(() => this.#completer.step(this.#text, step));
  }

  /** Makes a change of our own to the text, and shows what it leads to. */
  #change<T>(make: () => T): T {
    this.#isChanging = true;
    try {
      return make();
    } finally {
      this.#isChanging = false;
      this.#completed = this.#text.before;
      this.#show();
    }
  }

  #complete(): void {
    if (this.#field === undefined) return;
    this.#change(() => this.#completer.typed(this.#text));
  }

  /** There is more to complete with than before. */
  #loaded(): void {
    if (this.#field === undefined) return;
    this.#change(() => this.#completer.loaded(this.#text));
  }

  #cursor(): number {
    return this.#field?.selectionStart ?? 0;
  }

  #replace(range: TextRange, text: string): void {
    const wasChanging = this.#isChanging;
    this.#isChanging = true;
    if (this.#field !== undefined) replaceText(this.#field, range, text);
    this.#isChanging = wasChanging;
  }

  /** Passes on what the field holds. */
  #follow(): void {
    const field = this.#field;
    if (field === undefined) return;
    this.#place.composer.follow(field.value, field.selectionStart);
    if (field.value === "") plainTexts.delete(this.#place);
    this.#count();
    this.#page.typed();
  }

  #count(): void {
    clearTimeout(this.#countTimer);
    const { text } = this.#place.composer;
    const isOne = text.length <= MAX_SURELY_ONE_MESSAGE && !text.includes("\n");
    if (isOne || text.startsWith("/")) this.#messages = 1;
    else {
      this.#countTimer = setTimeout(() => {
        const { chat } = this.#page.navigator;
        // The limits of the server are known while it is connected.
        this.#messages = chat.isOnline ? chat.countMessages(this.#place.composer.text) : 1;
        this.#show();
      }, COUNT_DELAY_MS);
    }
  }

  /** Draws the field again if something beside its text has changed. */
  #show(): void {
    const { list } = this.#completer;
    const isSecret = this.#place.hasSecret;
    const isPlain = plainTexts.has(this.#place) && this.#page.settings.get("formatting");
    const before = this.#state;
    const isSame = list === undefined && before.list === undefined &&
      isSecret === before.isSecret && isPlain === before.isPlain &&
      this.#messages === before.messages;
    if (isSame) return;
    this.#state = { list, isSecret, messages: this.#messages, isPlain };
    for (const listener of this.#listeners) listener();
  }
}

function hasNoModifier({ shiftKey, ctrlKey, altKey, metaKey }: KeyboardEvent): boolean {
  return !shiftKey && !ctrlKey && !altKey && !metaKey;
}
