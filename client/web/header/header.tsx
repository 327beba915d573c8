import { titleOf } from "../../navigation/conversation_list.ts";
import { t } from "../../texts/mod.ts";
import { IconButton } from "../controls/icon.tsx";
import type { Page, PageView } from "../page.ts";
import { Topic } from "./topic.tsx";

/** The name of the conversation, its topic, and what can be done with it. */
export function Header({ page, view, showList, toggleMembers, hasMembers }: {
  readonly page: Page;
  readonly view: PageView;
  /** Opens the list of conversations, where it is not in sight. */
  readonly showList: () => void;
  readonly toggleMembers: () => void;
  /** Whether the members are in sight. */
  readonly hasMembers: boolean;
}) {
  const { conversation, network, list, current } = view;
  const kind = conversation?.kind ?? "server";
  const elsewhere = list.reduce(
    (sum, { key, mentions }) => key === current.key ? sum : sum + mentions,
    0,
  );
  return (
    <header className="header">
      <span className="show-list">
        <IconButton name="menu" label={t("Conversations")} press={showList} />
        {elsewhere > 0 && <span className="count mention" aria-hidden="true">{elsewhere}</span>}
      </span>
      <div className="about">
        <h1 className={kind}>
          {conversation === undefined ? network.name : titleOf(conversation, network)}
        </h1>
        {conversation !== undefined && conversation.modes !== "" && (
          <span className="modes" title={t("Modes of the room")}>+{conversation.modes}</span>
        )}
        <Topic key={`${current.network} ${current.key}`} page={page} view={view} />
      </div>
      <div className="tools" role="toolbar" aria-label={t("Tools")}>
        {kind !== "server" && (
          <>
            <IconButton name="search" label={t("Search")} press={() => page.show("search")} />
            <IconButton name="download" label={t("Export")} press={() => page.show("export")} />
          </>
        )}
        {kind === "room" && (
          <IconButton
            name="people"
            label={t("Members")}
            pressed={hasMembers}
            press={toggleMembers}
          />
        )}
      </div>
    </header>
  );
}
