import { promptSecret } from "@std/cli/prompt-secret";
import { hashPassword } from "../accounts/passwords.ts";
import { UsageError } from "../options/mod.ts";
import { readSecret } from "../options/values.ts";
import { readFlags } from "./flags.ts";

/** A password has to fit in a line of IRC, in bytes. */
const MAX_PASSWORD_BYTES = 400;

const HELP = `chat hash-password

Asks for a password and prints its hash, which chat.toml takes in place of the password:

  password = "$scrypt$…"     what everybody needs to enter
  [[operator]]
  name = "root"
  password = "$scrypt$…"     what OPER needs

If standard input is not a terminal, its first line is the password. The hash cannot be turned
back into the password; a short password can still be guessed from it.`;

/** Runs `chat hash-password`. Returns its exit code. Throws UsageError for an empty password. */
export async function runHashPassword(args: readonly string[]): Promise<number> {
  const { words, help } = readFlags(args, []);
  if (help) {
    console.log(HELP);
    return 0;
  }
  if (words.length > 0) {
    throw new UsageError(
      "A password is not taken as an argument, since others can read a command line: it is asked for",
    );
  }
  console.log(await hashPassword(checked(await readPassword())));
  return 0;
}

async function readPassword(): Promise<string> {
  if (!Deno.stdin.isTerminal()) return await readFirstLine(Deno.stdin.readable);
  const password = promptSecret("Password: ", { mask: "" }) ?? "";
  if (promptSecret("The same again: ", { mask: "" }) !== password) {
    throw new UsageError("Cannot make a hash: the two passwords differ");
  }
  return password;
}

/** The first line of a stream, of which no more is read than a password may have. */
async function readFirstLine(input: ReadableStream<Uint8Array>): Promise<string> {
  let text = "";
  const decoder = new TextDecoder();
  for await (const bytes of input) {
    text += decoder.decode(bytes, { stream: true });
    if (text.includes("\n") || text.length > MAX_PASSWORD_BYTES) break;
  }
  return text.split(/\r?\n/, 1)[0] ?? "";
}

function checked(password: string): string {
  if (password === "") throw new UsageError("Cannot make a hash: the password is empty");
  if (new TextEncoder().encode(password).length > MAX_PASSWORD_BYTES) {
    throw new UsageError(`Cannot make a hash: the password is over ${MAX_PASSWORD_BYTES} bytes`);
  }
  return readSecret(password);
}
