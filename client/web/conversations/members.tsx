import { sortedMembers } from "../../format/members.ts";
import { nicknameHash } from "../../format/names.ts";
import { sanitize } from "../../format/sanitize.ts";
import { t } from "../../texts/mod.ts";
import type { Page, PageView } from "../page.ts";

/** Colours of nicknames in the style sheet. */
const NICKNAME_COLOURS = 12;

/** The class that gives a nickname its colour. */
export function nicknameClass(nick: string): string {
  return `nick nick-${nicknameHash(nick) % NICKNAME_COLOURS}`;
}

/** The members of the room by their status. */
export function Members({ page, view }: { readonly page: Page; readonly view: PageView }) {
  const { conversation, network } = view;
  if (conversation?.kind !== "room") return null;
  const members = sortedMembers(conversation.members);
  return (
    <aside className="members" aria-label={t("Members")}>
      <h2>{t("{count} here", { count: members.length })}</h2>
      <ul>
        {members.map(([key, { nick, prefixes }]) => (
          <li key={key}>
            <button
              type="button"
              className={network.state.people.get(key)?.away === undefined ? "row" : "row away"}
              onClick={() => page.open({ name: nick, room: false })}
            >
              <span className="prefix">{prefixes.charAt(0)}</span>
              <span className={nicknameClass(nick)}>{sanitize(nick)}</span>
            </button>
          </li>
        ))}
      </ul>
    </aside>
  );
}
