import { type FormEvent, type KeyboardEvent, useRef, useState } from "react";

import { casefold } from "../../../protocol/names.ts";
import { t } from "../../texts/mod.ts";
import { IconButton } from "../controls/icon.tsx";
import { useIsCut } from "../controls/use_is_cut.ts";
import type { Page, PageView } from "../page.ts";
import { StyledText } from "../timeline/message/styled_text.tsx";

/** Prefixes of members who may change a topic that is protected. */
const MAY_CHANGE = /[~&@%]/;

/** What a room is about: one line that opens, and that can be changed. */
export function Topic({ page, view }: { readonly page: Page; readonly view: PageView }) {
  const [isOpen, setOpen] = useState(false);
  const [typed, type] = useState<string>();
  const text = useRef<HTMLParagraphElement>(null);
  const isCut = useIsCut(text, `${typed === undefined} ${view.conversation?.topic}`);
  const { conversation } = view;
  if (conversation === undefined || conversation.kind === "server") {
    return <p className="topic faint">{t("What the server says")}</p>;
  }
  if (conversation.kind === "person") {
    return <p className="topic faint">{aboutPerson(view)}</p>;
  }
  const { topic, name } = conversation;
  if (typed !== undefined) {
    const keep = (event: FormEvent) => {
      event.preventDefault();
      if (typed !== topic) page.run(`/topic ${name} ${typed === "" ? "" : typed}`);
      type(undefined);
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      type(undefined);
    };
    return (
      <form className="topic-form" onSubmit={keep} onKeyDown={onKeyDown}>
        <input
          autoFocus
          aria-label={t("Topic of the room")}
          value={typed}
          onChange={(event) => type(event.target.value)}
        />
        <button type="submit" className="primary">{t("Set the topic")}</button>
        <button type="button" onClick={() => type(undefined)}>{t("Cancel")}</button>
      </form>
    );
  }
  return (
    <div className={isOpen ? "topic open" : "topic"}>
      {topic === ""
        ? <p className="faint">{mayChange(view) ? t("No topic yet") : ""}</p>
        : (
          <p ref={text} className="topic-text">
            <StyledText text={topic} />
          </p>
        )}
      {(isOpen || isCut) && topic !== "" && (
        <button
          type="button"
          className="topic-more"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? t("Less") : t("More")}
        </button>
      )}
      {mayChange(view) && (
        <IconButton
          name="edit"
          label={t("Change the topic")}
          press={() => type(topic)}
          className="topic-edit"
        />
      )}
    </div>
  );
}

/** Whether the server lets us change the topic: everybody may if the room has no mode t. */
function mayChange({ conversation, network: { state } }: PageView): boolean {
  const own = conversation?.members.get(casefold(state.nick, state.caseMapping));
  if (conversation?.joined !== true || conversation.modes === "") return false;
  return !conversation.modes.includes("t") || MAY_CHANGE.test(own?.prefixes ?? "");
}

function aboutPerson({ current, network: { state } }: PageView): string {
  const person = state.people.get(current.key);
  const online = state.friends.get(current.key)?.online;
  if (person?.away !== undefined) {
    return person.away === "" ? t("away") : t("away: {text}", { text: person.away });
  }
  if (online !== undefined) return online ? t("online") : t("offline");
  return t("Direct messages");
}
