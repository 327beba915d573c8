import { compileMask } from "../../../protocol/names.ts";
import type { PeerNode } from "../../cluster/peers/mod.ts";
import type { Server } from "../../server.ts";
import type { UserCommand, UserContext } from "../context.ts";

/** Whether a target is this server: its name, a mask that matches it, its node, or a user. */
export function namesThisServer(server: Server, target: string): boolean {
  return compileMask(target)(server.options.name) || target === server.options.cluster?.node ||
    server.network.userByNickname(target) !== undefined;
}

/** Whether a target is this server or another one of the network. */
export function namesServer(server: Server, target: string): boolean {
  return namesThisServer(server, target) || otherNode(server, target) !== undefined;
}

/** The other node of a cluster that a target names; undefined if it names none. */
export function otherNode(server: Server, target: string | undefined): PeerNode | undefined {
  return server.peers?.nodes().find(({ name, isSelf }) => !isSelf && name === target);
}

/** Whether an optional target is this server; answers with 402 if it is not. */
export function isForThisServer(
  { server, session }: UserContext,
  target: string | undefined,
): boolean {
  if (target === undefined || target === "" || namesThisServer(server, target)) return true;
  session.numeric("ERR_NOSUCHSERVER", [target]);
  return false;
}

/** The function of a row whose only parameter may name the server that is asked. */
export function forThisServer(run: (context: UserContext) => void): UserCommand["run"] {
  return (context, [target]) => {
    if (isForThisServer(context, target)) run(context);
  };
}
