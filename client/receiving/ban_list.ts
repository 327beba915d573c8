import type { ClientEvent } from "../events.ts";
import { t } from "../texts/mod.ts";
import { param, type ReceivedMessage } from "./message.ts";

/** Bans of one list that are kept. */
const MAX_BANS = 1_000;

/** The bans of a room, which come as a line each: RPL_BANLIST and RPL_ENDOFBANLIST. */
export class BanList {
  #bans: string[] = [];

  /** Takes `#1 <mask> [<who> <time>]`. */
  add(message: ReceivedMessage): ClientEvent[] {
    const mask = param(message, 2);
    const [by = ""] = param(message, 3).split("!");
    const ban = by === "" ? mask : t("{mask}, by {by}", { mask, by });
    if (this.#bans.length < MAX_BANS) this.#bans.push(ban);
    return [];
  }

  /** The list is complete. */
  end(message: ReceivedMessage, time: number): ClientEvent[] {
    const room = param(message, 1);
    const bans = this.#bans;
    this.#bans = [];
    const text = bans.length === 0
      ? t("Nobody is kept out of {room}", { room })
      : [t("Kept out of {room}:", { room }), ...bans].join("\n");
    return [{ type: "server", time, code: message.command, text, requested: true }];
  }

  /** Forgets an incomplete list. */
  reset(): void {
    this.#bans = [];
  }
}
