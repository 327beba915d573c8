import { type CapabilityName, isCapabilityName } from "../../../protocol/capabilities.ts";
import { packWords } from "../../../protocol/packing.ts";
import type { MaybePromise } from "../../maybe_promise.ts";
import { completeRegistration } from "../../registration/complete.ts";
import {
  capabilityWord,
  MAX_CAPABILITIES_BYTES,
  stsWord,
  supportsCapabilityValues,
} from "../../replies/capabilities.ts";
import { offeredCapabilities } from "../../session/capabilities.ts";
import type { Server } from "../../server.ts";
import type { Session } from "../../session/session.ts";
import type { Context, EarlyCommand } from "../context.ts";

/** IRCv3, "Capability Negotiation". */
export const CAP: EarlyCommand = {
  run: cap,
  beforeRegistration: true,
  minParams: 1,
  usage: "CAP LS [<version>] | LIST | REQ :<capabilities> | END",
  description: "Negotiates which extensions of IRC the server and the client both use.",
};

function cap(
  { server, session }: Context,
  [subcommand = "", argument = ""]: readonly string[],
): MaybePromise {
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
  const requested = Number.parseInt(version, 10);
  if (requested > session.capVersion) session.capVersion = requested;
  const withValues = supportsCapabilityValues(session);
  if (withValues && !session.capabilities.has("cap-notify")) {
    session.setCapabilities(new Set(session.capabilities).add("cap-notify"));
  }
  const offer = [...offeredCapabilities(server.options)];
  // An old client gets a single line, which has no space for drafts; it does not know them anyway.
  const fitting = withValues ? offer : offer.filter(([name]) => !name.startsWith("draft/"));
  const words = fitting.map((entry) => capabilityWord(session, entry));
  const sts = stsWord(session, server.options);
  if (sts !== undefined) words.unshift(sts);
  sendList(session, "LS", words);
}

/** Sends names on as many lines as they need; an old client gets only the first. */
function sendList(session: Session, subcommand: "LS" | "LIST", names: readonly string[]): void {
  const several = supportsCapabilityValues(session);
  const lines = packWords(draftsLast(names), { maxBytes: MAX_CAPABILITIES_BYTES });
  const sent = several ? lines : lines.slice(0, 1);
  if (sent.length === 0) sent.push("");
  sent.forEach((text, index) => {
    const more = index < sent.length - 1 ? "* " : "";
    session.reply(`CAP ${session.name} ${subcommand} ${more}:${text}`);
  });
}

/** Some clients look for SASL only in the first line. */
function draftsLast(names: readonly string[]): string[] {
  const isDraft = (name: string) => name.includes("/");
  return [...names.filter((name) => !isDraft(name)), ...names.filter(isDraft)];
}

/** Grants a request as a whole, or refuses it as a whole. */
function request(server: Server, session: Session, argument: string): void {
  if (session.registration !== undefined) session.registration.negotiating = true;
  const offered = offeredCapabilities(server.options);
  const wanted = new Set(session.capabilities);
  const words = argument.split(" ").filter((word) => word !== "");
  if (!words.every((word) => change(wanted, { word, offered, session }))) {
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

/** Applies one word of a request to `wanted`; false if the server does not grant it. */
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

function end(server: Server, session: Session): MaybePromise {
  if (session.registration === undefined) return;
  session.registration.negotiating = false;
  return completeRegistration(server, session);
}
