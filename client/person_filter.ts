import { compileMask, normalizeMask } from "../protocol/names.ts";
import type { ChatMessageEvent, ClientEvent } from "./events.ts";
import { mentions } from "./model/mod.ts";
import type { Person } from "./model/mod.ts";
import type { Settings } from "./settings/mod.ts";

/** Options for {@linkcode PersonFilter}. */
export interface PersonFilterOptions {
  readonly settings: Settings;
  /** What is known about the person of a nickname. */
  readonly personOf: (nick: string) => Person | undefined;
}

/** What the person's settings make of events: whom they ignore, and what calls for attention. */
export class PersonFilter {
  readonly #options: PersonFilterOptions;
  #masks: readonly ((source: string) => boolean)[] = [];
  #words: readonly string[] = [];
  #people: ReadonlySet<string> = new Set();

  constructor(options: PersonFilterOptions) {
    this.#options = options;
    this.update();
  }

  /** Follows the settings. */
  update(): void {
    const { settings } = this.#options;
    this.#masks = settings.get("ignore").map((mask) => compileMask(normalizeMask(mask)));
    this.#words = settings.get("notify.words");
    this.#people = new Set(settings.get("notify.people").map((nick) => nick.toLowerCase()));
  }

  /** Returns a function that passes on only what the person is shown. */
  before(emit: (event: ClientEvent) => void): (event: ClientEvent) => void {
    return (event) => {
      const shown = this.apply(event);
      if (shown !== undefined) emit(shown);
    };
  }

  /** Returns the event as the person is shown it; undefined if they are not. */
  apply(event: ClientEvent): ClientEvent | undefined {
    switch (event.type) {
      case "message":
        return event.own ? event : this.#isIgnored(event.from) ? undefined : this.#mark(event);
      case "reaction":
        return !event.own && this.#isIgnored(event.from) ? undefined : event;
      case "typing":
        return this.#isIgnored(event.nick) ? undefined : event;
      case "invite":
        return this.#isIgnored(event.by) ? undefined : event;
      case "page":
        return {
          ...event,
          messages: this.#shown(event.messages),
          reactions: event.reactions.filter(({ own, from }) => own || !this.#isIgnored(from)),
        };
      case "found":
        return { ...event, messages: this.#shown(event.messages) };
      default:
        return event;
    }
  }

  #shown(messages: readonly ChatMessageEvent[]): ChatMessageEvent[] {
    return messages.filter(({ own, from }) => own || !this.#isIgnored(from))
      .map((message) => this.#mark(message));
  }

  #isIgnored(nick: string): boolean {
    if (this.#masks.length === 0) return false;
    const { user = "", host = "" } = this.#options.personOf(nick) ?? {};
    const source = `${nick}!${user}@${host}`;
    return this.#masks.some((matches) => matches(source));
  }

  #mark(event: ChatMessageEvent): ChatMessageEvent {
    if (event.own) return event;
    const calls = this.#people.has(event.from.toLowerCase()) ||
      this.#words.some((word) => mentions(event.text, word));
    return calls ? { ...event, highlight: true } : event;
  }
}
