import { isupportValue } from "../../protocol/isupport.ts";
import { casefold } from "../../protocol/names.ts";
import type { ClientState } from "../model/mod.ts";
import { t, translatable } from "../texts/mod.ts";
import type { Actions, Command } from "./command.ts";
import { requireRoom } from "./targets.ts";

/** Changes of modes in one line, for a server that does not say how many it takes. */
const DEFAULT_MODES_PER_LINE = 3;

/** Commands that say who may do what in the current room, or another that is named with its sign. */
export const MODERATION_COMMANDS: readonly Command[] = [
  {
    name: "ban",
    usage: "/ban [#ROOM] [NICK|MASK]",
    description: "Keep a person out of the room; without one: show who is kept out",
    minWords: 0,
    completes: "people",
    execute(actions, { words }) {
      const room = requireRoom(actions, words[0]);
      if (room === undefined) return;
      const banned = words.slice(room.words);
      const targets = banned.flatMap((word) => banMasks(word, actions.state).slice(0, 1));
      if (targets.length === 0) actions.send("MODE", [room.channel, "b"]);
      else sendModes(actions, { channel: room.channel, mode: "+b", targets });
    },
  },
  {
    name: "unban",
    usage: "/unban [#ROOM] NICK|MASK",
    description: "Let a person into the room again",
    minWords: 1,
    completes: "people",
    execute(actions, { words }) {
      const room = requireRoom(actions, words[0]);
      if (room === undefined) return;
      const targets = words.slice(room.words).flatMap((word) => banMasks(word, actions.state));
      sendModes(actions, { channel: room.channel, mode: "-b", targets });
    },
  },
  {
    name: "kickban",
    usage: "/kickban NICK [REASON]",
    description: "Remove a person from the room and keep them out",
    minWords: 1,
    completes: "people",
    execute(actions, { words: [nick = ""], after }) {
      const room = requireRoom(actions, undefined);
      if (room === undefined) return;
      const targets = banMasks(nick, actions.state).slice(0, 1);
      sendModes(actions, { channel: room.channel, mode: "+b", targets });
      const reason = after(1);
      const params = [room.channel, nick, ...(reason === "" ? [] : [reason])];
      actions.send("KICK", params, { target: nick });
    },
  },
  status("op", "+o", translatable("Make people operators of the room")),
  status("deop", "-o", translatable("Make operators of the room ordinary members")),
  status("voice", "+v", translatable("Give people the right to speak in a moderated room")),
  status("devoice", "-v", translatable("Take from people the right to speak in a moderated room")),
];

/** A command that changes what members may do. */
function status(name: string, mode: string, description: string): Command {
  return {
    name,
    usage: `/${name} [#ROOM] NICK…`,
    description,
    minWords: 1,
    completes: "people",
    execute(actions, { words }) {
      const room = requireRoom(actions, words[0]);
      if (room === undefined) return;
      sendModes(actions, { channel: room.channel, mode, targets: words.slice(room.words) });
    },
  };
}

/** Sends one change of mode for each target, as many in one line as the server takes. */
function sendModes(
  { send, state: { isupport }, refuse }: Actions,
  { channel, mode, targets }: {
    readonly channel: string;
    /** `+o` */
    readonly mode: string;
    readonly targets: readonly string[];
  },
): void {
  if (targets.length === 0) return refuse(t("Name a person, too"));
  const perLine = Number(isupportValue(isupport, "MODES")) || DEFAULT_MODES_PER_LINE;
  for (let at = 0; at < targets.length; at += perLine) {
    const some = targets.slice(at, at + perLine);
    const letters = mode.charAt(0) + mode.slice(1).repeat(some.length);
    send("MODE", [channel, letters, ...some]);
  }
}

/**
 * What keeps a person out, the best first: their account, their host, or else their name. A host
 * that is ours, too, would keep us out.
 */
function banMasks(word: string, state: ClientState): string[] {
  if (/[!@*?:]/.test(word)) return [word];
  const find = (nick: string) => state.people.get(casefold(nick, state.caseMapping));
  const { account, host } = find(word) ?? {};
  const isShared = host === undefined || host === find(state.nick)?.host;
  const byHost = isShared ? [] : [`*!*@${host}`];
  const byAccount = accountMasks(account ?? word, state);
  return account === undefined
    ? [...byHost, `${word}!*@*`, ...byAccount]
    : [...byAccount, ...byHost, `${word}!*@*`];
}

/** The mask of an account: IRCv3, "Account extended bans"; none where the server has no such. */
function accountMasks(account: string, { isupport }: ClientState): string[] {
  const [name = ""] = isupportValue(isupport, "ACCOUNTEXTBAN")?.split(",") ?? [];
  const [prefix = ""] = isupportValue(isupport, "EXTBAN")?.split(",") ?? [];
  return name === "" ? [] : [`${prefix}${name}:${account}`];
}
