import { messageOf } from "../../protocol/errors.ts";
import { channelName } from "../format/names.ts";
import type { StartAnswers } from "../screen/mod.ts";
import type { Settings } from "../settings/mod.ts";
import { t } from "../texts/mod.ts";
import { formatAddresses, parseTypedAddresses } from "./addresses.ts";
import { wrongRooms } from "./options.ts";
import type { JoinOptions } from "./options.ts";

const FIRST_SERVER = "127.0.0.1";
const FIRST_ROOM = "1";

/**
 * What the first page offers: what the flags say, then what was used last. Undefined if the flags
 * say who to be, so that nothing has to be asked.
 */
export function startAnswers(options: JoinOptions, settings: Settings): StartAnswers | undefined {
  const { given, servers, rooms } = options;
  if (given.has("user") || given.has("account")) return undefined;
  const tls = servers.every((server) => server.tls);
  const isServerGiven = given.has("host") || given.has("port") || given.has("tls-ca") ||
    given.has("tls-fingerprint") || tls;
  const server = formatAddresses(servers) + (tls ? " tls" : "");
  const lastServer = settings.get("last.server");
  // Rooms belong to a server: none are offered of another one.
  const isFirst = lastServer === "" || isServerGiven;
  const lastRooms = settings.get("last.rooms");
  return {
    name: settings.get("last.name"),
    server: isServerGiven ? server : lastServer || FIRST_SERVER,
    rooms: given.has("room")
      ? rooms.map((room) => room.replace(/^#(?=[^#])/, "")).join(" ")
      : isFirst
      ? FIRST_ROOM
      : lastRooms.join(" "),
  };
}

/** Returns what is wrong with a server or rooms as typed; undefined if they can be used. */
export function checkStart(field: "server" | "rooms", text: string): string | undefined {
  if (field === "rooms") {
    const bad = wordsOf(text).find((room) => wrongRooms([room]) !== undefined);
    return bad === undefined
      ? undefined
      : t("“{room}” cannot be the name of a room", { room: bad });
  }
  try {
    parseTypedAddresses(text);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

/** The options with what was answered. Throws an Error if {@linkcode checkStart} does not fit. */
export function withAnswers(options: JoinOptions, answers: StartAnswers): JoinOptions {
  return {
    ...options,
    user: answers.name,
    servers: parseTypedAddresses(answers.server),
    rooms: wordsOf(answers.rooms).map(channelName),
  };
}

/** Keeps the answers for the next start. */
export function rememberAnswers(answers: StartAnswers, settings: Settings): void {
  try {
    settings.set("last.name", answers.name);
    settings.set("last.server", answers.server);
    settings.set("last.rooms", wordsOf(answers.rooms));
  } catch {
    // A broken file was reported when it was read: the answers are only not offered next time.
  }
}

function wordsOf(text: string): string[] {
  return text.split(/[\s,]+/).filter((word) => word !== "");
}
