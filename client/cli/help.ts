import { describeCommands } from "../commands/mod.ts";
import { wrap } from "../screen/drawing/wrap.ts";
import { t, type Values } from "../texts/mod.ts";
import { DEFAULT_PORTS } from "./addresses.ts";
import { DEFAULT_HOST } from "./options.ts";

/** The columns of the text, and those of the options in it. */
const COLUMNS = 100;
const OPTION_COLUMNS = 30;

/** An option, as the help explains it. */
interface OptionRow {
  readonly usage: string;
  /** A key of the translations. */
  readonly description: string;
  readonly values?: Values;
}

/** The usage of `chat join` in short. */
export const USAGE = "chat join [--user NAME] [--room ROOM]…";

/** The options of `chat join`, in the order of its help. */
export const OPTION_ROWS: readonly OptionRow[] = [
  {
    usage: "--user NAME",
    description:
      "Your name; if not given, the screen asks for it, and otherwise it is guest and your port number",
  },
  { usage: "--room ROOM", description: "Enter this room; may be given several times" },
  { usage: "--to NICK", description: "Talk to this person at the start" },
  {
    usage: "--host HOST[:PORT],…",
    description: "The server's name or address (default {host}); of several servers of one " +
      "network, the next one is tried when one is lost or refuses",
    values: { host: DEFAULT_HOST },
  },
  {
    usage: "--port PORT",
    description: "Its port (default {plain}, with --tls {tls})",
    values: DEFAULT_PORTS,
  },
  { usage: "--tls", description: "Connect with TLS" },
  { usage: "--tls-ca FILE", description: "Also trust the certificates in this PEM file" },
  {
    usage: "--tls-fingerprint HEX",
    description: "Trust only the certificate with this SHA-256 fingerprint, whoever issued it",
  },
  {
    usage: "--no-tls",
    description:
      "Begin without TLS also with the two above: the server may ask for TLS itself (STS)",
  },
  { usage: "--account NAME", description: "Log in to this account" },
  {
    usage: "--sasl-mechanism NAME",
    description: "Log in by this mechanism only: SCRAM-SHA-256 or PLAIN",
  },
  {
    usage: "--password-file FILE",
    description: "Read the password of the account, or of the server if there is no --account, " +
      "from this file; only its first line is used. The variable CHAT_PASSWORD can hold the " +
      "password instead",
  },
  {
    usage: "--server-password-file FILE",
    description:
      "Read the password that the server asks of everybody from this file, beside that " +
      "of an account. The variable CHAT_SERVER_PASSWORD can hold it instead",
  },
  {
    usage: "--allow-plaintext-password",
    description:
      "Send passwords also where others can read them: without TLS to another machine, " +
      "or to a server that did not need the password itself before",
  },
  {
    usage: "--history N",
    description: "Show the last N messages of a room on entering it, if the server keeps them " +
      "(default: the setting history on a terminal, none in a script)",
  },
  { usage: "--json", description: "Print one JSON object per line, for scripts" },
  {
    usage: "--line",
    description: "On a terminal, use one line to type in and print above it, not the screen",
  },
  { usage: "--plain", description: "Print plain lines, without colours and line editing" },
  { usage: "--help", description: "Print this text" },
];

/** The text of `chat join --help`. */
export function joinHelp(): string {
  const commands = describeCommands().split("\n").map((line) => `  ${line}`).join("\n");
  return `${t("Talk in rooms and with people, on a chat server or any other IRC network.")}

${t("Usage: {usage}", { usage: `${USAGE} [OPTIONS]` })}

${OPTION_ROWS.map(optionLines).join("\n")}

${t("What you type goes to the room or person you talk to. Commands:")}

${commands}

${
    paragraph(t(
      "On a terminal, F1 shows the keys, Tab completes names, the arrows bring back earlier lines, Ctrl+D leaves.",
    ))
  }
${t("In a script, chat join delivers the lines of its standard input and leaves:")}
  printf 'hello\\n' | chat join --user bot --room 1

${
    paragraph(t(
      "Exit codes: 0 left; 1 cannot connect, or something was not delivered; 2 wrong usage; 3 the name is in use; 4 wrong password",
    ))
  }
`;
}

function optionLines({ usage, description, values }: OptionRow): string {
  const lines = linesOf(t(description, values), COLUMNS - OPTION_COLUMNS);
  return `  ${usage}`.padEnd(OPTION_COLUMNS) + lines.join("\n" + " ".repeat(OPTION_COLUMNS));
}

function paragraph(text: string): string {
  return linesOf(text, COLUMNS).join("\n");
}

function linesOf(text: string, columns: number): string[] {
  return wrap(text, columns).map(({ start, end }) => text.slice(start, end).trimEnd());
}
