import type { KeyboardEvent, MouseEvent } from "react";

import type { MessageEntry } from "../../../model/mod.ts";
import { t } from "../../../texts/mod.ts";
import { type Controls, useControls } from "./controls.ts";
import { Icon, type IconName } from "./icon.tsx";

/** Something that one can do with a message. */
export interface MessageAction {
  readonly icon: IconName;
  readonly label: string;
  readonly isDangerous?: true;
  /** `button` is the one that was pressed. */
  readonly run: (button: HTMLElement) => void;
}

/** What one can do with a message, the most usual first. */
export function actionsOf(entry: MessageEntry, controls: Controls): MessageAction[] {
  const isThere = entry.msgid !== undefined && entry.redacted === undefined;
  const reactAndReply: readonly MessageAction[] = [
    {
      ...{ icon: "react", label: t("React") },
      run: (button) => controls.pickReaction(entry, button),
    },
    { icon: "reply", label: t("Reply"), run: () => controls.reply(entry) },
  ];
  return [
    ...(isThere ? reactAndReply : []),
    ...(entry.redacted === undefined
      ? [{ icon: "copy", label: t("Copy text"), run: () => controls.copy(entry) } as const]
      : []),
    ...(entry.own ? [] : [
      {
        icon: "ignore",
        label: t("Ignore {name}", { name: entry.from }),
        run: () => controls.ignore(entry),
      } as const,
    ]),
    ...(isThere && controls.canRemove(entry)
      ? [
        {
          icon: "remove",
          label: t("Delete"),
          isDangerous: true,
          run: () => controls.confirmRemoval(entry),
        } as const,
      ]
      : []),
  ];
}

/** The bar of what one can do with a message, which the arrow keys go along. */
export function MessageActions({ entry }: { readonly entry: MessageEntry }) {
  const controls = useControls();
  const actions = actionsOf(entry, controls);
  if (actions.length === 0) return null;
  return (
    <div
      className="message-actions"
      role="toolbar"
      aria-label={t("What to do with this message")}
      onKeyDown={moveAlong}
    >
      {actions.map(({ icon, label, run }, index) => (
        <button
          key={icon}
          type="button"
          tabIndex={index === 0 ? 0 : -1}
          aria-label={label}
          title={label}
          onClick={(event: MouseEvent<HTMLButtonElement>) => run(event.currentTarget)}
        >
          <Icon name={icon} />
        </button>
      ))}
    </div>
  );
}

/** Moves the focus along a row of buttons. */
function moveAlong(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  const buttons = [...event.currentTarget.querySelectorAll("button")];
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
  buttons[(at + step + buttons.length) % buttons.length]?.focus();
}
