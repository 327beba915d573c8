import { format as formatDuration } from "@std/fmt/duration";
import type { UserCommand, UserContext } from "../context.ts";
import type { PeerNode } from "../../cluster/peers/mod.ts";
import { andThen, type MaybePromise } from "../../maybe_promise.ts";
import { isForThisServer, otherNode } from "./this_server.ts";

/** Modern IRC, "STATS message". */
export const STATS: UserCommand = {
  run: stats,
  minParams: 1,
  usage: "STATS <u or o> [<server>]",
  description: "Shows how long the server has been up (u), or who its operators are (o).",
};

/** The queries of STATS by their letter. */
const QUERIES: Readonly<Record<string, Query>> = {
  u: sendUptime,
  o: sendOperators,
};

/** Answers a query about this server or, if one is given, about another node. */
type Query = (context: UserContext, other: PeerNode | undefined) => MaybePromise;

function stats(context: UserContext, [query = "", target]: readonly string[]): MaybePromise {
  const { server, session } = context;
  const other = otherNode(server, target);
  if (other === undefined && !isForThisServer(context, target)) return;
  const [letter = "*"] = query;
  const key = letter.toLowerCase();
  const answered = Object.hasOwn(QUERIES, key) ? QUERIES[key]!(context, other) : undefined;
  return andThen<void>(answered, () => session.numeric("RPL_ENDOFSTATS", [letter]));
}

function sendUptime({ server, session }: UserContext, other: PeerNode | undefined): void {
  const startedAt = other === undefined ? server.startedAt : other.about?.startedAt;
  if (startedAt === undefined) return;
  const node = other?.name ?? server.options.cluster?.node;
  const of = node === undefined ? "" : ` (node ${node})`;
  session.numeric(
    "RPL_STATSUPTIME",
    [],
    `Server up ${durationSince(startedAt, server.now())}${of}`,
  );
}

function durationSince(start: number, now: number): string {
  const seconds = Math.max(0, Math.floor((now - start) / 1000));
  return formatDuration(seconds * 1000, { ignoreZero: true }) || "0s";
}

/** Sends the names for OPER, which the settings of a server have, to operators only. */
function sendOperators(
  { server, session, user }: UserContext,
  other: PeerNode | undefined,
): MaybePromise {
  if (user.operator === undefined) return session.numeric("ERR_NOPRIVILEGES");
  const send = (names: readonly string[]) => {
    for (const name of names) session.numeric("RPL_STATSOLINE", ["O", "*", "*", name]);
  };
  if (other === undefined) return send(server.options.operators.map(({ name }) => name));
  return server.peers?.ask("operators").then((answers) =>
    send(answers.find(({ node }) => node === other.name)?.lines ?? [])
  );
}
