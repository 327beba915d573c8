import { idText, type ListedConversation } from "../../navigation/conversation_list.ts";
import { t } from "../../texts/mod.ts";
import type { Page, PageView } from "../page.ts";

/** The conversations, with what is unread in each. */
export function ConversationList({ page, view }: {
  readonly page: Page;
  readonly view: PageView;
}) {
  return (
    <nav className="conversations" aria-label={t("Conversations")}>
      <ul>
        {view.list.map((listed) => (
          <li key={idText(listed)}>
            <Row
              listed={listed}
              isCurrent={idText(listed) === idText(view.current)}
              hasDraft={view.drafts.has(idText(listed))}
              go={() => page.go(listed)}
            />
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Row({ listed, isCurrent, hasDraft, go }: {
  readonly listed: ListedConversation;
  readonly isCurrent: boolean;
  readonly hasDraft: boolean;
  readonly go: () => void;
}) {
  const { title, presence, conversation: { kind, unread, mentions, joined } } = listed;
  const classes = ["row", kind, presence ?? "", kind === "room" && !joined ? "left" : ""];
  return (
    <button
      type="button"
      className={classes.join(" ")}
      aria-current={isCurrent ? "page" : undefined}
      onClick={go}
    >
      <span className="title">{title}</span>
      {hasDraft && !isCurrent && <span className="draft" aria-label={t("not sent")}>✎</span>}
      {unread > 0 && (
        <span
          className={mentions > 0 ? "count mention" : "count"}
          aria-label={t("{count} unread", { count: unread })}
        >
          {unread}
        </span>
      )}
    </button>
  );
}
