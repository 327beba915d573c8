import { truncateUtf8 } from "../../../protocol/lines.ts";
import type { UserCommand, UserContext } from "../context.ts";

/** Bytes of the result on its line; leaves space for the rest of the line. */
const MAX_RESULT_BYTES = 380;

/** Modern IRC, "REHASH message". */
export const REHASH: UserCommand = {
  run: rehash,
  operator: true,
  usage: "REHASH",
  description: "Reads the settings again.",
};

function rehash({ server, session }: UserContext): void {
  session.numeric("RPL_REHASHING", [server.options.configFile ?? "*"]);
  const text = server.rehash();
  // deno-lint-ignore no-control-regex
  const line = truncateUtf8(text.replace(/[\u0000\r\n]+/g, " "), MAX_RESULT_BYTES);
  session.reply(`NOTICE ${session.name} :${line}`);
}
