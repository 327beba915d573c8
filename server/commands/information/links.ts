import { compileMask } from "../../../protocol/names.ts";
import type { UserCommand, UserContext } from "../context.ts";

/** Modern IRC, "LINKS message". The list is empty if one server is the whole network. */
export const LINKS: UserCommand = {
  run: links,
  usage: "LINKS [[<server>] <mask>]",
  description: "Lists the servers of the network.",
};

function links({ server, session }: UserContext, params: readonly string[]): void {
  const mask = params.at(-1) || "*";
  const matches = compileMask(mask);
  const nodes = server.peers?.nodes() ?? [];
  const self = nodes.find(({ isSelf }) => isSelf);
  for (const { name, isSelf } of nodes) {
    if (!matches(name) || self === undefined) continue;
    // Every node is one hop away, as none speaks to others through a third one.
    session.numeric("RPL_LINKS", [name, self.name], `${isSelf ? 0 : 1} ${server.options.network}`);
  }
  session.numeric("RPL_ENDOFLINKS", [mask]);
}
