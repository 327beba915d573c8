import type { PeerNode } from "../cluster/peers/mod.ts";
import type { ConsoleNode, ConsoleTarget } from "./console.ts";
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
    nodes: () => server.peers?.nodes().map((node) => nodeRow(node, server.now())),
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
    rehash: () => void rehashAll(server),
    quit: () => void close("The server is closing"),
  };
}

function nodeRow({ about, ...node }: PeerNode, now: number): ConsoleNode {
  if (about === undefined) return { ...node, about };
  const { people, version, startedAt } = about;
  return { ...node, about: { people, version, upSeconds: Math.max(0, now - startedAt) / 1000 } };
}

async function rehashAll({ rehash, peers, log }: Server): Promise<void> {
  rehash();
  for (const { node, lines } of await peers?.ask("rehash") ?? []) {
    log.info("A node was told to read its settings again", { node, result: lines.join(" ") });
  }
}
