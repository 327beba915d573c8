import { checkName } from "../format/nickname.ts";
import type { Command } from "./command.ts";
import { t } from "../texts/mod.ts";

const FRIEND_USAGE = "/friend add NICK | remove NICK | list";

/** Commands for oneself and for other people. */
export const PEOPLE_COMMANDS: readonly Command[] = [
  {
    name: "nick",
    usage: "/nick NAME",
    description: "Change your name",
    minWords: 1,
    completes: "none",
    execute(actions, { words: [nick = ""] }) {
      actions.setNick(nick);
    },
  },
  {
    name: "away",
    usage: "/away [TEXT]",
    description: "Say that you are away or, without a text, that you are back",
    minWords: 0,
    completes: "none",
    execute(actions, { text }) {
      actions.setAway(text || undefined);
    },
  },
  {
    name: "whois",
    usage: "/whois NICK",
    description: "Show who a person is",
    minWords: 1,
    completes: "people",
    execute(actions, { words: [nick = ""] }) {
      actions.send("WHOIS", [nick]);
    },
  },
  {
    name: "friend",
    usage: FRIEND_USAGE,
    description: "Change or show your friends: you see when they come and go",
    minWords: 1,
    completes: "none",
    firstWords: ["add", "remove", "list"],
    execute(actions, { words: [what = "", ...nicks] }) {
      if (what === "list" && nicks.length === 0) {
        return actions.tell(describeFriends(actions.state.friends.values()));
      }
      if (what !== "add" && what !== "remove" || nicks.length === 0) {
        return actions.refuse(t("Usage: {usage}", { usage: FRIEND_USAGE }));
      }
      const adding = what === "add";
      for (const nick of nicks) {
        const reason = adding ? checkName(nick) : undefined;
        if (reason !== undefined) {
          actions.refuse(t('Cannot add "{nick}" to your friends: {reason}', { nick, reason }));
          continue;
        }
        const changed = actions.setFriend(nick, adding);
        actions.tell(friendResult(nick, { adding, changed }));
      }
    },
  },
];

function friendResult(
  name: string,
  { adding, changed }: { readonly adding: boolean; readonly changed: boolean },
): string {
  if (adding) {
    return changed
      ? t("{name} is your friend now", { name })
      : t("{name} is your friend already", { name });
  }
  return changed
    ? t("{name} is no longer your friend", { name })
    : t("{name} is not your friend", { name });
}

function describeFriends(
  friends: Iterable<{ readonly nick: string; readonly online: boolean | undefined }>,
): string {
  const lines = [...friends].map(({ nick, online }) => {
    if (online === undefined) return nick;
    return `${nick} (${online ? t("online") : t("offline")})`;
  });
  return lines.length === 0
    ? t("Your list of friends is empty: /friend add NICK")
    : t("Friends: {names}", { names: lines.join(t(", ")) });
}
