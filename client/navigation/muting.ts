import { casefold } from "../../protocol/names.ts";
import type { Settings } from "../settings/mod.ts";

/** Whether the person wants to hear nothing of a room or person. */
export function isMuted(settings: Pick<Settings, "get">, name: string): boolean {
  const folded = casefold(name, "rfc1459");
  return settings.get("mute").some((one) => casefold(one, "rfc1459") === folded);
}

/** Mutes a room or person, or ends that. Throws as {@linkcode Settings.set} does. */
export function setMuted(settings: Settings, name: string, isWanted: boolean): void {
  const folded = casefold(name, "rfc1459");
  const others = settings.get("mute").filter((one) => casefold(one, "rfc1459") !== folded);
  settings.set("mute", isWanted ? [...others, name] : others);
}
