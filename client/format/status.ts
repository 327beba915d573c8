import type { ClientState, Conversation } from "../model/mod.ts";
import { t } from "../texts/mod.ts";
import { sanitize } from "./sanitize.ts";

/** Lag that is worth mentioning, in milliseconds. */
const MIN_LAG_SHOWN_MS = 1_000;
/** People who are named while they type; of more, only the number is shown. */
const MAX_TYPING_SHOWN = 2;

/** Whether a network is connected, and how long its answers take. */
export function connectionText({ status, lagMs }: Pick<ClientState, "status" | "lagMs">): string {
  switch (status) {
    case "connecting":
      return t("connecting…");
    case "online":
      if (lagMs === undefined) return t("connected");
      return lagMs < MIN_LAG_SHOWN_MS
        ? t("connected, {lag} ms", { lag: lagMs })
        : t("connected, slow: {lag} s", { lag: (lagMs / 1000).toFixed(1) });
    case "waiting":
      return t("connection lost, trying again");
    case "closed":
      return t("closed, /connect comes back");
  }
}

/** Who is typing now: `al and eve are typing…`. */
export function typingText({ typing }: Conversation, now: number): string {
  const nicks = [...typing].filter(([, until]) => until > now).map(([nick]) => sanitize(nick));
  const [first = "", second = ""] = nicks;
  if (nicks.length === 0) return "";
  if (nicks.length === 1) return t("{name} is typing…", { name: first });
  return nicks.length > MAX_TYPING_SHOWN
    ? t("{count} people are typing…", { count: nicks.length })
    : t("{first} and {second} are typing…", { first, second });
}
