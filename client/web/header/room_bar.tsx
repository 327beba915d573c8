import { sanitize } from "../../format/sanitize.ts";
import type { Conversation } from "../../model/mod.ts";
import { t } from "../../texts/mod.ts";
import type { Page, PageView } from "../page.ts";

/** Says why one is no longer in a room, and lets one enter it again. */
export function RoomBar({ page, view }: { readonly page: Page; readonly view: PageView }) {
  const { conversation, network: { state }, ended } = view;
  if (conversation === undefined || ended !== undefined || state.status !== "online") return null;
  const why = whyOutside(conversation);
  if (why === undefined) return null;
  return (
    <div className="connection-bar" role="status">
      <p>{sanitize(why)}</p>
      <button type="button" onClick={() => page.run(`/join ${conversation.name}`)}>
        {t("Enter again")}
      </button>
    </div>
  );
}

/** How we left a room; undefined while we are in it, or on the way into it. */
function whyOutside({ kind, joined, entries }: Conversation): string | undefined {
  if (kind !== "room" || joined) return undefined;
  const last = entries.findLast(isOwnMove);
  if (last?.type === "part") return t("You left this room");
  if (last?.type !== "kick") return undefined;
  const { by, reason = "" } = last;
  return reason === ""
    ? t("{by} removed you from this room", { by })
    : t("{by} removed you from this room: {reason}", { by, reason });
}

function isOwnMove(entry: Conversation["entries"][number]): boolean {
  return (entry.type === "join" || entry.type === "part" || entry.type === "kick") && entry.own;
}
