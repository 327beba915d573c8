import type { ConsoleTarget } from "./console.ts";
import { idleSeconds } from "../replies/presence.ts";
import type { Server } from "../server.ts";
import { removeUser } from "./remove_user.ts";

/** Connects the console with a running server. */
export function consoleOf(
  server: Server,
  { close }: { readonly close: (reason: string) => Promise<void> },
): ConsoleTarget {
  return {
    users: () =>
      [...server.network.users.values()].map((user) => ({
        nickname: user.nickname,
        host: user.host,
        rooms: [...user.memberships.values()].map(({ channel }) => channel.name),
        idleSeconds: idleSeconds(server, user),
      })),
    rooms: () =>
      [...server.network.channels.values()].map(({ name, members, topic }) => ({
        name,
        members: members.size,
        topic: topic?.text,
      })),
    nodes: () => server.peers?.nodes(),
    kick(nickname, reason) {
      const user = server.network.userByNickname(nickname);
      if (user === undefined) return false;
      const said = reason === "" ? "Kicked by the operator" : reason;
      void removeUser(server, user, {
        reason: said,
        kill: { source: server.options.name, said },
      });
      return true;
    },
    say: (text) => void server.journal.append({ type: "announce", text }),
    rehash: () => void server.rehash(),
    quit: () => void close("The server is closing"),
  };
}
