import { Chat } from "../chat.ts";
import type { ClientEvent } from "../events.ts";
import { Settings } from "../settings/mod.ts";
import { FakeClock } from "./fake_clock.ts";
import { FakeServer, welcome } from "./fake_server.ts";
import type { FakePeer } from "./fake_server.ts";

/** Longer than the delays before an attempt to connect and before catching up, in milliseconds. */
const RECONNECT_MS = 2_000;

/** Options for {@linkcode Talk.start}. */
export interface TalkOptions {
  readonly capabilities: string;
  /** The members of the room as 353 lists them; not listed if not given. */
  readonly members?: string;
  /** The modes of the room. */
  readonly modes?: string;
  readonly historyLines?: number;
  /** Called with every line of the client, to answer it. */
  readonly script?: (peer: FakePeer, line: string) => void;
}

/** A chat of bob in #1, as a screen has it, with a server that a test controls. */
export class Talk {
  readonly clock = new FakeClock();
  readonly server = new FakeServer();
  /** Everything that has happened. */
  readonly events: ClientEvent[] = [];
  readonly chat: Chat;
  readonly #ended: Promise<unknown>;
  #waiting: { readonly test: () => boolean; readonly resolve: () => void }[] = [];
  #peer: FakePeer | undefined;

  constructor(historyLines: number) {
    const { connect } = this.server;
    const backoff = { firstMs: 1, maxMs: 1, factor: 1 };
    this.chat = new Chat({
      session: {
        ...{ connect, address: "s", clock: this.clock, random: () => 0.5, backoff, nick: "bob" },
        ...{ realname: undefined, account: undefined, serverPassword: undefined, rooms: ["#1"] },
        ...{ historyLines, showUnread: false, version: "test" },
        ...{ measureLag: true, asksAboutRooms: true },
      },
      to: undefined,
      settings: new Settings(),
      saveFile: (name) => name,
      interactive: true,
      readsByLooking: true,
      listen: (event) => this.#listen(event),
    });
    this.#ended = this.chat.run();
  }

  /** Starts a chat; the server has let bob in, and into the room. */
  static async start(options: TalkOptions): Promise<Talk> {
    const { historyLines = 0 } = options;
    const talk = new Talk(historyLines);
    await talk.#connect(options);
    return talk;
  }

  /** The server closes the connection, and lets bob in again. */
  async reconnect(options: TalkOptions): Promise<void> {
    this.peer.hangUp();
    await this.until(() => this.chat.state.status === "waiting");
    this.clock.pass(RECONNECT_MS);
    await this.#connect(options);
  }

  async #connect({ capabilities, members, modes, script }: TalkOptions): Promise<void> {
    const peer = await this.server.accept();
    this.#peer = peer;
    peer.answer((line) => {
      if (/(^| )JOIN #1/.test(line) && members !== undefined) {
        peer.send(`:s 353 bob = #1 :${members}`);
      }
      script?.(peer, line);
    });
    await welcome(peer, {
      capabilities,
      isupport: "CHATHISTORY=100 MSGREFTYPES=msgid,timestamp",
      ...(modes !== undefined && { modes }),
    });
    await this.until(() => this.chat.state.conversations.get("#1")?.joined === true);
  }

  /** The server's end of the connection. */
  get peer(): FakePeer {
    if (this.#peer === undefined) throw new Error("There is no connection yet");
    return this.#peer;
  }

  /** Waits until something is true, which is asked after each event. */
  async until(test: () => boolean): Promise<void> {
    if (!test()) await new Promise<void>((resolve) => this.#waiting.push({ test, resolve }));
  }

  /** Waits until what was done is sent. */
  async settle(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 0));
  }

  async end(): Promise<void> {
    this.chat.leave();
    await this.#ended;
  }

  #listen(event: ClientEvent): void {
    this.events.push(event);
    const ready = this.#waiting.filter(({ test }) => test());
    this.#waiting = this.#waiting.filter((one) => !ready.includes(one));
    for (const { resolve } of ready) resolve();
  }
}
