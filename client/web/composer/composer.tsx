import { idText, titleOf } from "../../navigation/conversation_list.ts";
import { t } from "../../texts/mod.ts";
import type { Page, PageView } from "../page.ts";
import { MessageField } from "./message_field.tsx";
import { ReplyBar } from "./reply_bar.tsx";
import { TypingNotice } from "./typing_notice.tsx";

/** What is being typed to the current conversation, and who is typing there. */
export function Composer({ page, view }: { readonly page: Page; readonly view: PageView }) {
  const { conversation, network, place, current, dialog, ended } = view;
  const isServer = conversation === undefined || conversation.kind === "server";
  const label = isServer
    ? t("A /command")
    : t("Message to {name}", { name: titleOf(conversation, network) });
  const { replyTo } = place;
  const cancelReply = () => {
    place.replyTo = undefined;
    page.changed();
  };
  return (
    <section className="composer" aria-label={t("Write")}>
      {replyTo !== undefined && <ReplyBar message={replyTo} cancel={cancelReply} />}
      <TypingNotice conversation={conversation} />
      <MessageField
        key={idText(current)}
        {...{ page, place, label, replyTo }}
        text={place.composer.text}
        disabled={ended !== undefined}
        isBehind={dialog !== undefined}
      />
    </section>
  );
}
