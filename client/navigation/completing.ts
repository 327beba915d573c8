import { COMMANDS } from "../commands/mod.ts";
import { Completer } from "../completion/completer.ts";
import { emojiTable } from "../completion/emoji.ts";
import { complete } from "../completion/mod.ts";
import type { Navigator } from "./navigator.ts";

/** The name of an emoji that is being typed. */
const EMOJI_NAME = /(?:^|\s):[\w+-]{2,60}$/;

/** Completes what is typed in the composer of the current conversation. */
export function composerCompleter(
  { navigator, changed }: {
    readonly navigator: () => Navigator;
    /** Called when more can be completed than before: the emoji are loaded. */
    readonly changed: () => void;
  },
): Completer {
  return new Completer({
    find(before) {
      const { chat, network } = navigator();
      const emoji = before.includes(":") ? emojiTable(changed) : undefined;
      const completions = complete(before, {
        state: chat.state,
        commands: COMMANDS,
        settings: network.setup.chat.settings,
        emoji,
      });
      return { ...completions, isLoading: emoji === undefined && EMOJI_NAME.test(before) };
    },
    emoji: (name) => emojiTable(changed)?.get(name),
  });
}
