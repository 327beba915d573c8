import type { UserCommand, UserContext } from "../context.ts";

/** Lists the servers with the people on each, by numerics of UnrealIRCd and InspIRCd. */
export const MAP: UserCommand = {
  run: map,
  usage: "MAP",
  description: "Lists the servers of the network, and how many people are on each.",
};

function map({ server, session }: UserContext): void {
  const { options: { name }, sessions, peers } = server;
  const rows = peers?.nodes().map(({ name, about }) => ({ name, people: about?.people ?? 0 })) ??
    [{ name, people: sessions.users }];
  const width = Math.max(...rows.map(({ name }) => name.length));
  for (const row of rows) {
    session.numeric("RPL_MAP", [], `${row.name.padEnd(width)} [Users: ${row.people}]`);
  }
  session.numeric("RPL_MAPEND");
}
