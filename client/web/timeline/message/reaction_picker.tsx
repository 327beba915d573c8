import { type KeyboardEvent, useEffect, useRef, useState } from "react";

import { EMOJI_NEAR, emojiFor } from "./emoji_choice.ts";
import { emojiTable } from "../../../completion/emoji.ts";
import { t } from "../../../texts/mod.ts";

/** Columns of the grid, as in the style sheet. */
const COLUMNS = 8;
/** The size of the picker, in pixels. */
const WIDTH = 328;
const HEIGHT = 260;
const MARGIN = 8;

/** A small window to choose an emoji from, by a click or by its name. */
export function ReactionPicker({ near, label = t("React"), pick, close }: {
  readonly near: DOMRect;
  /** What choosing one does. */
  readonly label?: string;
  readonly pick: (emoji: string) => void;
  readonly close: () => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [word, setWord] = useState("");
  const [, setLoaded] = useState(false);
  const table = emojiTable(() => setLoaded(true));
  const found = word === "" ? EMOJI_NEAR : emojiFor(table, word);
  useEffect(() => dialog.current?.showModal(), []);
  const choose = (emoji: string) => {
    close();
    pick(emoji);
  };
  const top = near.bottom + HEIGHT + MARGIN > innerHeight
    ? near.top - HEIGHT - MARGIN
    : near.bottom + MARGIN;
  const left = Math.min(near.left, innerWidth - WIDTH - MARGIN);
  return (
    <dialog
      ref={dialog}
      className="picker"
      aria-label={label}
      style={{ top: Math.max(MARGIN, top), left: Math.max(MARGIN, left) }}
      onClose={close}
      onClick={(event) => event.target === event.currentTarget && close()}
      onKeyDown={moveInGrid}
    >
      <input
        type="text"
        enterKeyHint="done"
        aria-label={t("Find an emoji")}
        placeholder={t("Find an emoji")}
        value={word}
        onChange={(event) => setWord(event.target.value.trim())}
        onKeyDown={(event) => {
          const first = found[0];
          if (event.key !== "Enter" || first === undefined) return;
          event.preventDefault();
          choose(first.emoji);
        }}
      />
      {found.length === 0
        ? <p className="faint">{table === undefined ? t("loading…") : t("Nothing was found")}</p>
        : (
          <div className="grid">
            {found.map(({ emoji, name }) => (
              <button
                key={name}
                type="button"
                title={name}
                aria-label={name}
                onClick={() => choose(emoji)}
              >
                {emoji}
              </button>
            ))}
          </div>
        )}
    </dialog>
  );
}

/** Moves the focus in the grid by the arrow keys, and from the field into it. */
function moveInGrid(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -COLUMNS, ArrowDown: COLUMNS }[event.key];
  if (step === undefined) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>(".grid button")];
  const at = buttons.indexOf(document.activeElement as HTMLElement);
  if (at === -1 && event.key !== "ArrowDown") return;
  event.preventDefault();
  if (at === -1) buttons[0]?.focus();
  else if (at + step < 0) event.currentTarget.querySelector("input")?.focus();
  else buttons[Math.min(at + step, buttons.length - 1)]?.focus();
}
