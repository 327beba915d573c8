import type { ChatMessageEvent, ClientEvent } from "../../events.ts";
import { INITIAL_STATE, reduceAll } from "../../model/mod.ts";
import type { ScreenView } from "../view.ts";

/** The time of the first event of tests: ten o'clock of a day, in the local time zone. */
export const TEN = new Date(2026, 0, 2, 10, 0, 0).getTime();
const NETWORK = "net";

/** The sizes at which a part of the screen comes or goes, and the largest. */
export const SIZES: readonly { readonly columns: number; readonly rows: number }[] = [
  { columns: 250, rows: 70 },
  { columns: 120, rows: 40 },
  { columns: 80, rows: 24 },
  { columns: 79, rows: 24 },
  { columns: 60, rows: 20 },
  { columns: 59, rows: 20 },
  { columns: 40, rows: 12 },
];

/** Registers as bob, joins room 1 and turns to it. */
export const ENTRANCE: readonly ClientEvent[] = [
  {
    type: "welcome",
    time: TEN,
    nick: "bob",
    server: "irc.example",
    network: "Example",
    isupport: new Map([["CHANTYPES", "#"], ["PREFIX", "(ov)@+"], ["CASEMAPPING", "ascii"]]),
  },
  { type: "connection", time: TEN, status: "online" },
  ...joining("bob", "#1", { own: true }),
  { type: "focus", time: TEN, conversation: "#1", room: true },
];

/** Somebody comes into a room. */
export function joining(
  nick: string,
  channel: string,
  { own = false, time = TEN }: { own?: boolean; time?: number } = {},
): ClientEvent[] {
  return [{
    type: "join",
    time,
    nick,
    channel,
    own,
    user: nick,
    host: "host",
    account: undefined,
    realname: undefined,
  }];
}

let ids = 0;

/** Somebody says something. */
export function saying(
  from: string,
  text: string,
  { to = "#1", minute = 0, ...more }: Partial<ChatMessageEvent> & { to?: string; minute?: number } =
    {},
): ChatMessageEvent {
  return {
    type: "message",
    time: TEN + minute * 60_000,
    kind: "message",
    from,
    target: to,
    conversation: to,
    room: to.startsWith("#"),
    own: from === "bob",
    text,
    msgid: `m${ids++}`,
    history: false,
    ...more,
  };
}

/** The screen of one network after these events. */
export function viewOf(
  events: readonly ClientEvent[],
  more: Partial<ScreenView> & { columns: number; rows: number },
): ScreenView {
  const state = reduceAll(INITIAL_STATE, [...ENTRANCE, ...events]);
  return {
    networks: [{ id: NETWORK, name: "Example", state, lagMs: 12 }],
    current: state.current === undefined ? undefined : { network: NETWORK, key: state.current },
    anchor: undefined,
    firstNew: undefined,
    composer: { text: "", cursor: 0 },
    overlay: undefined,
    now: TEN,
    ...more,
  };
}
