import { messageOf } from "../../../protocol/errors.ts";
import type { Chat } from "../../chat.ts";
import { t } from "../../texts/mod.ts";
import type { Memory } from "../storage/memory.ts";
import type { Entry } from "./entry.ts";

/** Has the server make a login token for this browser, if the person wants to stay logged in. */
export async function stayLoggedIn(
  chat: Chat,
  memory: Memory,
  { remember, way }: Entry,
): Promise<void> {
  // Without a password, only a token logs in again when the connection breaks.
  const wants = way.type === "verify" || remember && way.type !== "guest";
  if (!wants || memory.login !== undefined) return;
  if (!chat.loginTokens.isOffered) return;
  try {
    memory.setLogin(await chat.loginTokens.create(browserLabel(navigator.userAgent)));
  } catch (error) {
    chat.tell(
      t("You do not stay logged in in this browser: {reason}", { reason: messageOf(error) }),
    );
  }
}

const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/Edg\//, "Edge"],
  [/OPR\//, "Opera"],
  [/SamsungBrowser\//, "Samsung Internet"],
  [/Firefox\//, "Firefox"],
  [/Chrom(?:e|ium)\//, "Chrome"],
  [/Safari\//, "Safari"],
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/Android/, "Android"],
  [/iPhone|iPad/, "iOS"],
  [/Windows/, "Windows"],
  [/Mac OS X|Macintosh/, "macOS"],
  [/CrOS/, "ChromeOS"],
  [/Linux/, "Linux"],
];

/** What people call a browser, from its User-Agent: `Firefox on Linux`. */
export function browserLabel(userAgent: string): string {
  const find = (table: typeof BROWSERS) => table.find(([pattern]) => pattern.test(userAgent))?.[1];
  const browser = find(BROWSERS) ?? "Browser";
  const system = find(SYSTEMS);
  return system === undefined ? browser : `${browser} on ${system}`;
}
