import { messageOf } from "../../protocol/errors.ts";
import { denoIo } from "../deno/io.ts";
import { runPipe } from "../line/pipe.ts";
import type { FrontEndResult } from "../line/pipe.ts";
import { runTerminal } from "../line/terminal.ts";
import type { PasswordOwner, SessionEnd } from "../session/options.ts";
import { nameTaken } from "../format/entry_problems.ts";
import { codes, sanitizeLines } from "../format/sanitize.ts";
import type { Settings } from "../settings/mod.ts";
import { CHINESE } from "../texts/chinese.ts";
import { type Language, languageOf, setLanguage, t } from "../texts/mod.ts";
import type { ChatSetup, NetworkSetup } from "../networks.ts";
import { formatAddresses } from "./addresses.ts";
import { chatOptions, fileWarnings } from "./chat_options.ts";
import type { JoinIo } from "./io.ts";
import { networkSetup, startingNetworks } from "./network_setup.ts";
import { parseJoinOptions } from "./options.ts";
import type { JoinOptions, ParsedOptions } from "./options.ts";
import { openSettings, readTheme } from "./settings.ts";
import { checkStart, rememberAnswers, startAnswers, withAnswers } from "./start.ts";

const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  nameInUse: 3,
  wrongPassword: 4,
} as const;

/** Lines that are listed if they could not be sent; the rest is counted. */
const MAX_UNSENT_SHOWN = 20;

/**
 * Runs `chat join` with the arguments after these words and returns the exit code. Standard input
 * may still be open then: the caller has to end the process.
 */
export async function join(args: readonly string[], io: JoinIo = denoIo()): Promise<number> {
  const settings = openSettings(io);
  // What is said about the options themselves is said before they are known.
  setLanguage(languageFor(settings, { frontEnd: frontEndFor({}, io), env: io.env }), CHINESE);
  const parsed = parseJoinOptions(args);
  if (parsed.type !== "join") return await explain(parsed, io);
  const { options } = parsed;
  const frontEnd = frontEndFor(options, io);
  const chooseLanguage = () =>
    setLanguage(languageFor(settings, { frontEnd, env: io.env }), CHINESE);
  chooseLanguage();
  settings.onChange((key) => key === "language" && chooseLanguage());
  let chat: ChatSetup;
  try {
    chat = chatOptions(options, { io, settings });
  } catch (error) {
    await printError(io, messageOf(error));
    return EXIT.usage;
  }
  const { json } = options;
  const onTerminal = frontEnd !== "pipe";
  if (frontEnd === "screen") {
    const { result, used } = await runScreen(io, { options, chat, settings });
    const { account } = used;
    const where = formatAddresses(used.servers);
    return await report(result, { io, onTerminal, options: used, where, account });
  }
  const warnings = fileWarnings(passwordFiles(options), io);
  // Without flags, the first network of the settings that starts by itself is what is wanted.
  if (options.given.size === 0 && !isTls(options)) {
    const { setups: [first, ...others], problems } = startingNetworks({ chat, io });
    warnings.push(...problems);
    if (first !== undefined) chat = first.chat;
    // What is typed for one network goes to no other.
    else if (problems.length > 0) {
      for (const problem of [...settings.problems, ...warnings]) await printError(io, problem);
      return EXIT.usage;
    }
    if (first !== undefined && others.length > 0) {
      const names = others.map(({ id }) => id).join(t(", "));
      warnings.push(t("Lines of text are of one network, {name}: the screen opens {names}, too", {
        name: first.id,
        names,
      }));
    }
  }
  for (const problem of [...settings.problems, ...warnings]) await printError(io, problem);
  const colours = io.stdout.isTerminal && !options.plain && io.env("TERM") !== "dumb" &&
    (io.env("NO_COLOR") ?? "") === "";
  const result = onTerminal
    ? await runTerminal(io, { chat, colours })
    : await runPipe(io, { chat, json, colours });
  // They are those of a network of the settings, if it has been entered.
  const { address: where, account } = chat.session;
  return await report(result, { io, onTerminal, options, where, account: account?.name });
}

function isTls({ servers }: JoinOptions): boolean {
  return servers.every(({ tls }) => tls);
}

function passwordFiles({ passwordFile, serverPasswordFile }: JoinOptions) {
  return [passwordFile, serverPasswordFile];
}

/** Prints the help, or what is wrong with the options; returns the exit code. */
async function explain(
  parsed: Exclude<ParsedOptions, { type: "join" }>,
  io: JoinIo,
): Promise<number> {
  const { joinHelp, USAGE } = await import("./help.ts");
  if (parsed.type === "help") {
    await io.stdout.write(sanitizeLines(joinHelp()));
    return EXIT.ok;
  }
  const usage = t("Usage: {usage}; see --help", { usage: USAGE });
  await printError(io, `${parsed.reason}\n${usage}`);
  return EXIT.usage;
}

type FrontEnd = "screen" | "line" | "pipe";

/** The screen on a terminal that can show one, unless another front end was asked for. */
function frontEndFor(
  { json, plain, line }: Partial<JoinOptions>,
  io: JoinIo,
): FrontEnd {
  if (json || plain || !io.stdin.isTerminal || !io.stdout.isTerminal) return "pipe";
  return line || io.env("TERM") === "dumb" ? "line" : "screen";
}

/** The screen follows the locale. Lines are English if no language is set: programs read them. */
function languageFor(
  settings: Settings,
  { frontEnd, env }: { readonly frontEnd: FrontEnd; readonly env: JoinIo["env"] },
): Language {
  const wanted = settings.get("language");
  if (wanted !== "auto") return wanted;
  return frontEnd === "screen" ? languageOf(localeOf(env)) : "en";
}

/** The locale of texts: POSIX, "8.2 Internationalization Variables". */
function localeOf(env: JoinIo["env"]): string | undefined {
  return env("LC_ALL") || env("LC_MESSAGES") || env("LANG");
}

interface RunScreenOptions {
  readonly options: JoinOptions;
  readonly chat: ChatSetup;
  readonly settings: Settings;
}

/** Loads the full screen only when it is used, so that other front ends do not pay for it. */
async function runScreen(
  io: JoinIo,
  { options, chat, settings }: RunScreenOptions,
): Promise<{ result: FrontEndResult; used: JoinOptions }> {
  const screen = await import("../screen/mod.ts");
  let used = options;
  const starting = startingNetworks({ chat, io });
  // Without flags, the networks of the settings are what the person wants.
  const startsByItself = options.given.size === 0 && starting.setups.length > 0;
  const withStarting = (first: NetworkSetup) => [
    first,
    ...starting.setups.filter((one) => one.chat.session.address !== first.chat.session.address),
  ];
  const result = await screen.runScreen(io, {
    start: startsByItself ? undefined : startAnswers(options, settings),
    problems: [...starting.problems, ...fileWarnings(passwordFiles(options), io)],
    checkStart,
    networks(answers) {
      if (startsByItself) return starting.setups;
      if (answers === undefined) return withStarting({ id: chat.session.address, chat });
      rememberAnswers(answers, settings);
      used = withAnswers(options, answers);
      const started = chatOptions(used, { io, settings });
      return withStarting({ id: started.session.address, chat: started });
    },
    setUp: (words) => networkSetup(words, { chat, io }),
    settings,
    readTheme: (name) => readTheme(io, name),
  });
  return { result, used };
}

interface ReportOptions {
  readonly io: JoinIo;
  readonly onTerminal: boolean;
  readonly options: JoinOptions;
  /** The server's address. */
  readonly where: string;
  readonly account: string | undefined;
}

async function report(
  { session, refused, drafts }: FrontEndResult,
  { io, onTerminal, options, where, account }: ReportOptions,
): Promise<number> {
  await reportDrafts(io, drafts);
  switch (session.type) {
    case "left":
    case "gave-up": {
      const gaveUp = session.type === "gave-up";
      if (gaveUp) {
        await printError(io, t("Gave up on {where}: {reason}", { where, reason: session.reason }));
      }
      await reportUnsent(io, session);
      const isFailure = gaveUp || session.unsent.length > 0 || refused && !onTerminal;
      return isFailure ? EXIT.failed : EXIT.ok;
    }
    case "cannot-connect": {
      const isWhole = session.reason.startsWith(t("Cannot connect"));
      const hint = isTls(options) ? "" : t("; if it speaks TLS on this port, add --tls");
      const text = isWhole
        ? session.reason
        : t("Cannot join at {where}: {reason}", { where, reason: session.reason }) + hint;
      await printError(io, text);
      return EXIT.failed;
    }
    case "name-taken": {
      const [isOwned, reason] = [session.code !== undefined, session.reason];
      await printError(io, nameTaken(session.nick, { isOwned, reason }));
      return EXIT.nameInUse;
    }
    case "name-refused":
      await printError(
        io,
        t('The server does not accept the name "{nick}": {reason}', session),
      );
      return EXIT.usage;
    case "wrong-password":
      await printError(io, wrongPassword(session, { io, options, where, account }));
      return EXIT.wrongPassword;
    case "account-refused":
    case "refused": {
      const { reason } = session;
      const said = t("The server at {where} does not let us in: {reason}", { where, reason });
      // InspIRCd says the same to those whom it has banned and those without its password.
      const hint = /denied by configuration/i.test(reason)
        ? t("; if it has a password, give it with --password-file FILE or CHAT_PASSWORD")
        : "";
      await printError(io, said + hint);
      return EXIT.failed;
    }
  }
}

function wrongPassword(
  { reason, passwordOf }: { readonly reason: string; readonly passwordOf?: PasswordOwner },
  { io, options, where, account }: Omit<ReportOptions, "onTerminal">,
): string {
  const { passwordFile, serverPasswordFile } = options;
  const hasServerPassword = serverPasswordFile !== undefined || io.env("CHAT_SERVER_PASSWORD");
  if (account !== undefined && passwordOf === "server" && !hasServerPassword) {
    const how = t("give it with --server-password-file FILE or CHAT_SERVER_PASSWORD");
    return t("{where} asks for a password: {how} ({reason})", { where, how, reason });
  }
  if (account !== undefined && passwordOf !== "server") {
    return t('Cannot log in to {where} as "{account}": {reason}', { where, account, reason });
  }
  if (hasServerPassword || passwordFile !== undefined || io.env("CHAT_PASSWORD")) {
    return t("Wrong password for {where}: {reason}", { where, reason });
  }
  const how = t(
    "give it with --password-file FILE or CHAT_PASSWORD, and an account's with --account NAME too",
  );
  return t("{where} asks for a password: {how} ({reason})", { where, how, reason });
}

async function reportUnsent(
  io: JoinIo,
  { unsent }: Extract<SessionEnd, { type: "left" | "gave-up" }>,
): Promise<void> {
  if (unsent.length === 0) return;
  const shown = unsent.slice(0, MAX_UNSENT_SHOWN).map(({ text }) => `  ${text}`);
  const more = unsent.length - shown.length;
  if (more > 0) shown.push(`  ${t("and {count} more", { count: more })}`);
  const title = unsent.length === 1
    ? t("1 line was not confirmed by the server:")
    : t("{count} lines were not confirmed by the server:", { count: unsent.length });
  await printError(io, [title, ...shown].join("\n"));
}

async function reportDrafts(io: JoinIo, drafts: FrontEndResult["drafts"]): Promise<void> {
  for (const { to, text } of drafts ?? []) {
    const lines = text.trimEnd().split("\n").map((line) => `  ${line}`).join("\n");
    await printError(
      io,
      t("You had typed this to {name} and not sent it:", { name: to }) + `\n${lines}`,
    );
  }
}

async function printError(io: JoinIo, text: string): Promise<void> {
  try {
    await io.stderr.write(codes`${sanitizeLines(text)}\n`);
  } catch {
    // Standard error is closed; the exit code still reports the failure.
  }
}
