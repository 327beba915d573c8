import { titleOf } from "../../navigation/conversation_list.ts";
import { sanitize } from "../../format/sanitize.ts";
import { t } from "../../texts/mod.ts";
import type { Row } from "../drawing/style.ts";
import { currentConversation, currentNetwork, type ScreenView } from "../view.ts";

/** The topic of a room, or who one talks to. */
export function topicRow(view: ScreenView): Row {
  const conversation = currentConversation(view);
  const network = currentNetwork(view);
  if (conversation === undefined || network === undefined) {
    return [{ text: " chat", role: "title" }];
  }
  const { kind, topic, members, modes } = conversation;
  const about = kind === "room"
    ? topic === "" ? t("{count} here", { count: members.size }) : sanitize(topic)
    : kind === "server"
    ? t("what the server says")
    : t("direct messages");
  return [
    { text: ` ${titleOf(conversation, network)} `, role: "title" },
    { text: `${modes === "" ? "" : ` +${modes}`}  ${about}`, role: "status" },
  ];
}
