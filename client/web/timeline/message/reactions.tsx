import { sanitize } from "../../../format/sanitize.ts";
import type { MessageEntry } from "../../../model/mod.ts";
import { t } from "../../../texts/mod.ts";
import { useControls } from "./controls.ts";

/** Letters of a reaction, which may be any text. */
const MAX_LETTERS = 12;
/** Names that a reaction spells out; the rest is counted. */
const MAX_NAMES = 20;

/** The reactions to a message; a click adds or removes one's own. */
export function Reactions({ entry, nick }: {
  readonly entry: MessageEntry;
  readonly nick: string;
}) {
  const controls = useControls();
  return (
    <p className="reactions">
      {[...entry.reactions ?? []].map(([emoji, nicks]) => {
        const isOwn = nicks.includes(nick);
        const shown = sanitize([...emoji].slice(0, MAX_LETTERS).join(""));
        return (
          <button
            key={emoji}
            type="button"
            className="reaction"
            aria-pressed={isOwn}
            title={namesOf(nicks)}
            aria-label={`${shown} ${nicks.length}: ${namesOf(nicks)}`}
            onClick={() => controls.react(entry, emoji)}
          >
            <span>{shown}</span> <span>{nicks.length}</span>
          </button>
        );
      })}
      <button
        type="button"
        className="reaction add"
        aria-label={t("Add a reaction")}
        title={t("Add a reaction")}
        onClick={(event) => controls.pickReaction(entry, event.currentTarget)}
      >
        +
      </button>
    </p>
  );
}

function namesOf(nicks: readonly string[]): string {
  const names = nicks.slice(0, MAX_NAMES).map(sanitize).join(t(", "));
  const more = nicks.length - MAX_NAMES;
  return more > 0 ? `${names} +${more}` : names;
}
