import type { User } from "../state.ts";

/** Sets or unsets a mode of a user. */
export function setUserMode(
  user: User,
  { mode, adding }: { readonly mode: string; readonly adding: boolean },
): void {
  const others = user.modes.replace(mode, "");
  user.modes = adding ? others + mode : others;
}
