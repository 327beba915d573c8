import { type CapabilityName, isCapabilityName } from "../../../protocol/capabilities.ts";
import { offeredCapabilities } from "../../session/capabilities.ts";
import { capabilityWord, supportsCapabilityValues } from "../../replies/capabilities.ts";
import type { Server } from "../../server.ts";
import type { Session } from "../../session/session.ts";
import type { Context, EarlyCommand, Handled } from "../context.ts";
import { completeRegistration } from "../../registration/complete.ts";

/** Bytes of capability names on one CAP line; leaves room for what comes before them. */
const MAX_LIST_BYTES = 400;

/** Capability negotiation. IRCv3, "Capability Negotiation". */
export const CAP: EarlyCommand = {
  runAnytime: cap,
  min: 1,
  usage: "CAP LS [<version>] | LIST | REQ :<capabilities> | END",
};

function cap(context: Context, [subcommand = "", argument = ""]: readonly string[]): Handled {
  const { server, session } = context;
  switch (subcommand.toUpperCase()) {
    case "LS":
      return list(server, session, argument);
    case "LIST":
      return sendList(session, "LIST", [...session.capabilities]);
    case "REQ":
      return request(server, session, argument);
    case "END":
      return end(server, session);
    default:
      session.numeric("ERR_INVALIDCAPCMD", [subcommand]);
  }
}

function list(server: Server, session: Session, version: string): void {
  if (session.registration !== undefined) session.registration.negotiating = true;
  const asked = Number.parseInt(version, 10);
  if (asked > session.capVersion) session.capVersion = asked;
  const withValues = supportsCapabilityValues(session);
  if (withValues && !session.capabilities.has("cap-notify")) {
    session.setCapabilities(new Set(session.capabilities).add("cap-notify"));
  }
  const offer = [...offeredCapabilities(server.options)];
  // Drafts are newer than the clients that get one line and no values: it has no room for them.
  const fitting = withValues ? offer : offer.filter(([name]) => !name.startsWith("draft/"));
  sendList(session, "LS", fitting.map((entry) => capabilityWord(session, entry)));
}

/** Sends names on as many lines as they need; old clients get one. */
function sendList(session: Session, subcommand: "LS" | "LIST", names: readonly string[]): void {
  const several = supportsCapabilityValues(session);
  const lines = packed(several ? names : matureFirst(names));
  const sent = several ? lines : lines.slice(0, 1);
  sent.forEach((text, index) => {
    const more = index < sent.length - 1 ? "* " : "";
    session.reply(`CAP ${session.name} ${subcommand} ${more}:${text}`);
  });
}

/** Drafts go last: an old client's list is one line, and what does not fit is left out. */
function matureFirst(names: readonly string[]): string[] {
  const isDraft = (name: string) => name.includes("/");
  return [...names.filter((name) => !isDraft(name)), ...names.filter(isDraft)];
}

function packed(names: readonly string[]): string[] {
  const lines: string[] = [];
  let line = "";
  for (const name of names) {
    if (line !== "" && line.length + name.length + 1 > MAX_LIST_BYTES) {
      lines.push(line);
      line = "";
    }
    line += line === "" ? name : ` ${name}`;
  }
  lines.push(line);
  return lines;
}

/** All of a request is granted, or none of it. */
function request(server: Server, session: Session, argument: string): void {
  if (session.registration !== undefined) session.registration.negotiating = true;
  const offered = offeredCapabilities(server.options);
  const wanted = new Set(session.capabilities);
  const words = argument.split(" ").filter((word) => word !== "");
  const granted = words.every((word) => change(wanted, { word, offered, session }));
  if (!granted) {
    session.reply(`CAP ${session.name} NAK :${argument}`);
    return;
  }
  session.reply(`CAP ${session.name} ACK :${argument}`);
  session.setCapabilities(wanted);
}

interface Request {
  readonly word: string;
  readonly offered: ReadonlyMap<CapabilityName, string>;
  readonly session: Session;
}

function change(wanted: Set<CapabilityName>, { word, offered, session }: Request): boolean {
  const removing = word.startsWith("-");
  const name = removing ? word.slice(1) : word;
  if (!isCapabilityName(name) || !offered.has(name)) return false;
  if (!removing) {
    wanted.add(name);
    return true;
  }
  if (name === "cap-notify" && supportsCapabilityValues(session)) return false;
  wanted.delete(name);
  return true;
}

function end(server: Server, session: Session): Handled {
  if (session.registration === undefined) return;
  session.registration.negotiating = false;
  return completeRegistration(server, session);
}
