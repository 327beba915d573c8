import { LINE_COMMANDS } from "../commands/mod.ts";
import { complete } from "../completion/mod.ts";
import type { ClientState } from "../model/mod.ts";
import type { Complete } from "./editor.ts";

/** Returns a function that completes /commands and the names of people and rooms. */
export function completeFrom(state: () => ClientState): Complete {
  return (before) => {
    const { replaces, candidates } = complete(before, { state: state(), commands: LINE_COMMANDS });
    return { replaces, candidates: candidates.map(({ text }) => text) };
  };
}
