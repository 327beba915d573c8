import { indexOfTarget, type JumpTarget } from "../../navigation/message_jump.ts";
import type { Navigator } from "../../navigation/navigator.ts";

/** Of the height of the window, how much is below a message that is gone to. */
const SHARE_BELOW = 0.4;

/** Scrolls the current conversation to a message. Returns false if it is not there. */
export function showMessage({ conversation, place }: Navigator, target: JumpTarget): boolean {
  const entries = conversation?.entries ?? [];
  const entry = entries[indexOfTarget(entries, target)];
  if (entry === undefined) return false;
  place.anchor = { entry, hidden: -Math.round(innerHeight * SHARE_BELOW) };
  return true;
}
