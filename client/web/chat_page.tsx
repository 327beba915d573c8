import { connectionText } from "../format/status.ts";
import { titleOf } from "../navigation/conversation_list.ts";
import { Composer } from "./composer/composer.tsx";
import { ConversationList } from "./conversations/conversation_list.tsx";
import { Members } from "./conversations/members.tsx";
import { Dialogs } from "./dialogs/dialogs.tsx";
import type { Page, PageView } from "./page.ts";
import { Timeline } from "./timeline/timeline.tsx";

/** The chat: conversations, messages, members, and what is being typed. */
export function ChatPage({ page, view }: { readonly page: Page; readonly view: PageView }) {
  const { conversation, network } = view;
  return (
    <div className="chat">
      <ConversationList page={page} view={view} />
      <main className="conversation">
        <header className="topic">
          <h1>{conversation === undefined ? network.name : titleOf(conversation, network)}</h1>
          <p className="faint">{conversation?.topic}</p>
          <p className="status" role="status">{view.ended ?? connectionText(network.state)}</p>
        </header>
        <Timeline page={page} view={view} />
        <Composer page={page} view={view} />
      </main>
      <Members page={page} view={view} />
      <Dialogs page={page} view={view} />
    </div>
  );
}
