import type { Command } from "./command.ts";

/** Oneself and others. */
export const PEOPLE_COMMANDS: readonly Command[] = [
  {
    name: "nick",
    usage: "/nick NAME",
    description: "Take another name",
    minWords: 1,
    completes: "none",
    execute(actions, { words: [nick = ""] }) {
      actions.setNick(nick);
    },
  },
  {
    name: "away",
    usage: "/away [TEXT]",
    description: "Say that you are away, or without a text, that you are back",
    minWords: 0,
    completes: "none",
    execute(actions, { text }) {
      actions.setAway(text || undefined);
    },
  },
  {
    name: "whois",
    usage: "/whois NICK",
    description: "Who someone is",
    minWords: 1,
    completes: "people",
    execute(actions, { words: [nick = ""] }) {
      actions.send("WHOIS", [nick]);
    },
  },
  {
    name: "friend",
    usage: "/friend add NICK | remove NICK | list",
    description: "Your friends, kept between runs: hear when they come and go",
    minWords: 1,
    completes: "none",
    execute(actions, { words: [what = "", ...nicks] }) {
      if (what === "list" && nicks.length === 0) {
        actions.tell(describeFriends(actions.state.friends.values()));
        return;
      }
      if (what !== "add" && what !== "remove" || nicks.length === 0) {
        actions.refuse("Usage: /friend add NICK | remove NICK | list");
        return;
      }
      for (const nick of nicks) {
        const changed = actions.setFriend(nick, what === "add");
        const is = what === "add" ? "is" : "is not";
        actions.tell(`${nick} ${is} ${changed ? "your friend now" : "your friend as it was"}`);
      }
    },
  },
];

function describeFriends(
  friends: Iterable<{ readonly nick: string; readonly online: boolean | undefined }>,
): string {
  const lines = [...friends].map(({ nick, online }) => {
    if (online === undefined) return nick;
    return `${nick} (${online ? "online" : "offline"})`;
  });
  return lines.length === 0
    ? "You have no friends on your list: /friend add NICK"
    : `Friends: ${lines.join(", ")}`;
}
