import { memo, type MouseEvent } from "react";

import type { ConversationKind } from "../../model/mod.ts";
import type { Presence } from "../../navigation/conversation_list.ts";
import { t } from "../../texts/mod.ts";
import { Icon } from "../controls/icon.tsx";
import { below } from "../controls/menu.tsx";

const MAX_COUNT = 999;

/** What a row can do, by the text of its id. */
export interface RowActions {
  readonly go: (id: string) => void;
  readonly menu: (id: string, at: { readonly x: number; readonly y: number }) => void;
}

/** One conversation of the list. */
export const ConversationRow = memo(function ConversationRow(props: {
  readonly id: string;
  readonly title: string;
  readonly kind: ConversationKind;
  readonly presence: Presence | undefined;
  readonly unread: number;
  readonly mentions: number;
  readonly isMuted: boolean;
  readonly isFriend: boolean;
  readonly isCurrent: boolean;
  readonly hasDraft: boolean;
  readonly hasLeft: boolean;
  /** Whether it is being moved. */
  readonly isLifted: boolean;
  /** Whether a row that is dragged would come here. */
  readonly isTarget: boolean;
  readonly rows: RowActions;
}) {
  const { id, title, kind, presence, unread, isMuted, isFriend, isCurrent, hasDraft, rows } = props;
  const isServer = kind === "server";
  const classes = ["row", kind, presence ?? "", unread > 0 && !isCurrent ? "unread" : ""];
  if (props.hasLeft || isMuted) classes.push("dimmed");
  const onContextMenu = (event: MouseEvent<HTMLElement>) => {
    if (isServer) return;
    event.preventDefault();
    // The key for menus has no place of its own.
    const isKey = event.clientX === 0 && event.clientY === 0 || event.button !== 2;
    const at = isKey ? below(event.currentTarget) : { x: event.clientX, y: event.clientY };
    rows.menu(id, at);
  };
  const place = ["row-place", props.isTarget && "target", props.isLifted && "lifted"];
  return (
    <li className={place.filter(Boolean).join(" ")} data-id={id}>
      <button
        type="button"
        className={classes.join(" ")}
        data-roving={title}
        draggable={!isServer}
        aria-current={isCurrent ? "page" : undefined}
        onClick={() => rows.go(id)}
        onContextMenu={onContextMenu}
      >
        {kind === "person" && <PresenceMark presence={presence} />}
        <span className="title">{title}</span>
        {isFriend && <span className="mark" title={t("friend")}>★</span>}
        {isMuted && (
          <span className="mark" role="img" aria-label={t("muted")}>
            <Icon name="bell-off" />
          </span>
        )}
        {hasDraft && !isCurrent && (
          <span className="mark" role="img" aria-label={t("not sent")}>✎</span>
        )}
        {unread > 0 && <Count {...props} />}
      </button>
      {!isServer && (
        <button
          type="button"
          className="icon-button row-menu"
          tabIndex={-1}
          aria-haspopup="menu"
          aria-label={t("Menu of {name}", { name: title })}
          onClick={({ currentTarget }) => rows.menu(id, below(currentTarget))}
        >
          <Icon name="more" />
        </button>
      )}
    </li>
  );
});

function Count({ unread, mentions }: { readonly unread: number; readonly mentions: number }) {
  const text = mentions > 0
    ? t("{count} unread, {mentions} for you", { count: unread, mentions })
    : t("{count} unread", { count: unread });
  return (
    <span className={mentions > 0 ? "count mention" : "count"} role="img" aria-label={text}>
      {unread > MAX_COUNT ? `${MAX_COUNT}+` : unread}
    </span>
  );
}

/** A dot: full for somebody who is there, half for away, empty for offline. */
export function PresenceMark({ presence }: { readonly presence: Presence | undefined }) {
  const texts = { online: t("online"), away: t("away"), offline: t("offline") };
  const text = presence === undefined ? undefined : texts[presence];
  return (
    <span
      className={`presence ${presence ?? "unknown"}`}
      role={text === undefined ? undefined : "img"}
      aria-label={text}
      title={text}
    />
  );
}
