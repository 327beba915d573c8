import { lazy, Suspense } from "react";

import { quotedText } from "../../format/quote.ts";
import { sanitize } from "../../format/sanitize.ts";
import type { MessageEntry } from "../../model/mod.ts";
import { t } from "../../texts/mod.ts";
import { Dialog } from "../dialogs/dialog.tsx";
import type { Controls, TimelineWindow } from "./message/controls.ts";
import { Icon } from "./message/icon.tsx";
import { actionsOf } from "./message/message_actions.tsx";

const ReactionPicker = lazy(() =>
  import("../dialogs/all.ts").then((module) => ({ default: module.ReactionPicker }))
);

/** Letters of a message that is to be deleted. */
const QUOTE_LETTERS = 200;

/** What stands in front of the timeline. */
export function Windows({ open, close, controls }: {
  readonly open: TimelineWindow | undefined;
  readonly close: () => void;
  readonly controls: Controls;
}) {
  if (open === undefined) return null;
  const { entry } = open;
  switch (open.type) {
    case "picker":
      return (
        <Suspense>
          <ReactionPicker
            near={open.near}
            close={close}
            pick={(emoji) => controls.react(entry, emoji)}
          />
        </Suspense>
      );
    case "removal":
      return <Removal entry={entry} close={close} controls={controls} />;
    case "sheet":
      return <Sheet entry={entry} close={close} controls={controls} />;
  }
}

interface WindowProps {
  readonly entry: MessageEntry;
  readonly close: () => void;
  readonly controls: Controls;
}

function Removal({ entry, close, controls }: WindowProps) {
  return (
    <Dialog title={t("Delete this message for everybody?")} close={close}>
      <div className="dialog-content">
        <blockquote dir="auto">
          <bdi>{sanitize(entry.from)}</bdi>: {quotedText(entry, QUOTE_LETTERS)}
        </blockquote>
        <p className="dialog-buttons">
          <button type="button" onClick={close}>{t("Cancel")}</button>
          <button
            type="button"
            className="primary dangerous"
            onClick={() => {
              close();
              controls.remove(entry);
            }}
          >
            {t("Delete")}
          </button>
        </p>
      </div>
    </Dialog>
  );
}

/** What one can do with a message, as a list for fingers. */
function Sheet({ entry, close, controls }: WindowProps) {
  return (
    <Dialog title={sanitize(entry.from)} close={close}>
      <ul className="sheet">
        {actionsOf(entry, controls).map(({ icon, label, isDangerous, run }) => (
          <li key={icon}>
            <button
              type="button"
              className={isDangerous ? "problem" : ""}
              onClick={(event) => {
                close();
                run(event.currentTarget);
              }}
            >
              <Icon name={icon} /> {label}
            </button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
