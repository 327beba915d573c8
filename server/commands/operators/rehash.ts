import { truncateUtf8 } from "../../../protocol/lines.ts";
import type { MaybePromise } from "../../maybe_promise.ts";
import type { Session } from "../../session/session.ts";
import type { UserCommand, UserContext } from "../context.ts";

/** Bytes of the result on its line; leaves space for the rest of the line. */
const MAX_RESULT_BYTES = 380;

/** Modern IRC, "REHASH message". */
export const REHASH: UserCommand = {
  run: rehash,
  operator: true,
  usage: "REHASH",
  description: "Reads the settings again, on each node those of its own.",
};

function rehash({ server, session }: UserContext): MaybePromise {
  const { options: { configFile, cluster }, peers } = server;
  session.numeric("RPL_REHASHING", [configFile ?? "*"]);
  if (peers === undefined) return sendResult(session, server.rehash());
  sendResult(session, `${cluster?.node}: ${server.rehash()}`);
  const silent = new Set(peers.nodes().flatMap(({ name, isSelf }) => isSelf ? [] : [name]));
  return peers.ask("rehash").then((answers) => {
    for (const { node, lines } of answers) {
      silent.delete(node);
      sendResult(session, `${node}: ${lines.join(" ")}`);
    }
    for (const node of silent) sendResult(session, `${node}: No answer`);
  });
}

function sendResult(session: Session, text: string): void {
  // deno-lint-ignore no-control-regex
  const line = truncateUtf8(text.replace(/[\u0000\r\n]+/g, " "), MAX_RESULT_BYTES);
  session.reply(`NOTICE ${session.name} :${line}`);
}
