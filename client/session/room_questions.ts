import type { ClientEvent, NamesEvent } from "../events.ts";
import { quietDraft } from "../sending/outbox.ts";
import type { Outbox, OutboxEntry } from "../sending/outbox.ts";
import { NameMap } from "./name_map.ts";
import type { ServerInfo } from "./server_info.ts";

/** Members of a room up to which the server is asked who of them is away. */
const MAX_MEMBERS = 200;

/** Options for {@linkcode RoomQuestions}. */
export interface RoomQuestionsOptions {
  readonly info: ServerInfo;
  readonly outbox: Outbox;
  readonly has: (capability: "away-notify") => boolean;
  readonly enabled: boolean;
}

/**
 * Asks once, after we joined a room, for its modes and who of its members is away: the server tells
 * only of later changes. The answers become events in `Numerics`.
 */
export class RoomQuestions {
  readonly #options: RoomQuestionsOptions;
  /** The rooms that we joined and whose members are not listed yet. */
  readonly #joined: NameMap<true>;

  constructor(options: RoomQuestionsOptions) {
    this.#options = options;
    this.#joined = new NameMap(options.info);
  }

  handle(event: ClientEvent): void {
    if (event.type === "names") this.#listed(event);
    else if (event.type === "join" && event.own) this.#joined.set(event.channel, true);
    else if ((event.type === "part" || event.type === "kick") && event.own) {
      this.#joined.delete(event.channel);
    }
  }

  /** Whether a line of ours is one of these questions. */
  static isQuestion({ command, quiet }: OutboxEntry): boolean {
    return quiet && (command === "WHO" || command === "MODE");
  }

  /** The connection is lost. */
  lost(): void {
    this.#joined.clear();
  }

  #listed({ channel, members }: NamesEvent): void {
    const { outbox, has, enabled } = this.#options;
    if (!this.#joined.delete(channel) || !enabled) return;
    const isSmall = members.length > 0 && members.length <= MAX_MEMBERS;
    for (const command of isSmall && has("away-notify") ? ["MODE", "WHO"] : ["MODE"]) {
      // Without a target: a refusal that names the room refuses a message to it.
      outbox.push({ ...quietDraft(command, [channel]), target: "" });
    }
    outbox.pump();
  }
}
