import {
  formatMessage,
  type IrcMessage,
  parseMessage,
  parseSource,
} from "../../../protocol/message.ts";
import { LightClient } from "../../harness/light_client.ts";
import type { Random } from "../../harness/random.ts";
import type { TestServer } from "../../harness/server.ts";
import { Heard } from "./heard.ts";
import { RoomView } from "./room_view.ts";

const CAPABILITIES = "server-time message-tags echo-message batch labeled-response multi-prefix " +
  "draft/chathistory";
/** Messages without an answer after which a talker waits. */
const MAX_UNANSWERED = 20;
/** The mean time between two actions, in milliseconds. */
const ACTS_EVERY_MS = 300;
/** How long a talker waits before it looks for a node again, in milliseconds. */
const RETRY_MS = 50;
/** How long a talker waits for an answer, in milliseconds: a new leader takes 7 s. */
export const ANSWER_MS = 60_000;
const PAGE_MESSAGES = 200;

/** What a talker has said. */
export interface Said {
  readonly room: string;
  readonly text: string;
  /** Its id once the echo has come; undefined until then, and if it was refused. */
  id?: string;
  /** The answer of a server that has refused it. */
  refusal?: string;
}

/** How a talker came back after its connection was lost. */
export interface Return {
  /** From the loss until it was in its rooms again, and had what it had missed. */
  readonly milliseconds: number;
  readonly attempts: number;
}

/** Options for a {@linkcode Talker}. */
export interface TalkerOptions {
  readonly name: string;
  readonly rooms: readonly string[];
  readonly random: Random;
  /** Does something, again and again. */
  readonly act: (talker: Talker) => Promise<void>;
  /** A node that runs; undefined if none does. */
  readonly findNode: () => TestServer | undefined;
}

/** Somebody who talks, comes and goes, and notes all that the network says. */
export class Talker {
  readonly name: string;
  readonly random: Random;
  readonly rooms: readonly string[];
  nickname = "";
  /** The rooms that it is in. */
  readonly views = new Map<string, RoomView>();
  readonly said: Said[] = [];
  readonly heard: ReadonlyMap<string, Heard>;
  /** Answers that are wrong. */
  readonly faults: string[] = [];
  readonly returns: Return[] = [];
  readonly #doSomething: TalkerOptions["act"];
  readonly #findNode: () => TestServer | undefined;
  #client: LightClient | undefined;
  #names = 0;
  #lost: number | undefined;
  #attempts = 0;
  /** Messages that have no answer yet, by label. */
  readonly #unanswered = new Map<string, Said>();
  /** The messages of a batch of the history that comes just now. */
  #page: string[] | undefined;
  #pageEnded = Promise.withResolvers<readonly string[] | undefined>();
  #isRegistered = false;

  constructor({ name, rooms, random, act, findNode }: TalkerOptions) {
    this.#doSomething = act;
    this.name = name;
    this.random = random;
    this.rooms = rooms;
    this.#findNode = findNode;
    this.heard = new Map(rooms.map((room) => [room, new Heard()]));
    this.nickname = name;
  }

  /** Talks until it is over, on another node when the connection is lost; then enters all rooms. */
  async live(isOver: () => boolean): Promise<void> {
    while (true) {
      try {
        if (this.#client === undefined) await this.#come();
        while (!isOver()) await this.#act();
        await this.#enterRooms();
        return await this.synchronize();
      } catch (error) {
        if (this.#client?.ended === false) this.faults.push(String(error));
        this.#attempts++;
        this.#lost ??= performance.now();
        await this.#leave();
        await pause(RETRY_MS);
      }
    }
  }

  /** Connects, enters its rooms and reads what it has missed. */
  async #come(): Promise<void> {
    await this.#connect();
    await this.#enterRooms();
    if (this.#lost === undefined) return;
    this.returns.push({
      milliseconds: performance.now() - this.#lost,
      attempts: this.#attempts,
    });
    this.#attempts = 0;
    this.#lost = undefined;
  }

  /** Sends a line. */
  async send(line: string): Promise<void> {
    await this.#client?.send(line);
  }

  /** Says something that nobody else says. */
  async say(room: string): Promise<void> {
    const said: Said = { room, text: `${this.name} says ${this.said.length + 1}` };
    const label = `${this.said.push(said)}`;
    this.#unanswered.set(label, said);
    await this.send(`@label=${label} PRIVMSG ${room} :${said.text}`);
  }

  /** Waits until all that was sent is answered. */
  async synchronize(): Promise<void> {
    if (!await this.#client?.answered(ANSWER_MS)) throw new Error("The connection is lost");
  }

  /** Another nickname of its own. */
  newNickname(): string {
    return `${this.name}-${++this.#names}`;
  }

  async close(): Promise<void> {
    await this.#client?.[Symbol.asyncDispose]();
  }

  async #connect(): Promise<void> {
    const node = this.#findNode();
    if (node === undefined) throw new Error("No node runs");
    this.#isRegistered = false;
    const client = await LightClient.connect(node, {
      name: this.name,
      take: (line) => this.#take(parsed(line)),
    });
    this.#client = client;
    await client.send(
      `CAP REQ :${CAPABILITIES}`,
      `NICK ${this.nickname}`,
      `USER ${this.name} 0 * :${this.name}`,
      "CAP END",
    );
    await client.until("RPL_WELCOME", () => this.#isRegistered, ANSWER_MS);
  }

  async #enterRooms(): Promise<void> {
    for (const room of this.rooms) await this.enterRoom(room);
  }

  /** Enters a room, and reads what it has missed there. */
  async enterRoom(room: string): Promise<void> {
    if (this.views.has(room)) return;
    await this.send(`JOIN ${room}`);
    await this.synchronize();
    const heard = this.heard.get(room)!;
    while (this.views.has(room) && heard.covered !== undefined) {
      const page = await this.#askHistory(room, heard.covered);
      if (page === undefined || !this.views.has(room)) return;
      heard.catchUp(page);
      if (page.length === 0) return;
    }
  }

  /** The messages that follow one; undefined if the talker may not read them any more. */
  async #askHistory(room: string, after: string): Promise<readonly string[] | undefined> {
    this.#pageEnded = Promise.withResolvers();
    await this.send(`CHATHISTORY AFTER ${room} msgid=${after} ${PAGE_MESSAGES}`);
    await this.synchronize();
    return await this.#pageEnded.promise;
  }

  async #act(): Promise<void> {
    if (this.#client!.ended) throw new Error("The connection is lost");
    if (this.#unanswered.size > MAX_UNANSWERED) await this.synchronize();
    await this.#doSomething(this);
    await pause(ACTS_EVERY_MS * 2 * this.random.next());
  }

  async #leave(): Promise<void> {
    await this.close();
    this.#client = undefined;
    this.views.clear();
    for (const heard of this.heard.values()) heard.leave();
    this.#unanswered.clear();
    this.#page = undefined;
  }

  #take(message: IrcMessage): void {
    const { command, params, tags } = message;
    const label = tags.get("label");
    if (label !== undefined) this.#takeAnswer(label, message);
    if (command === "BATCH") return this.#takeBatch(params);
    if (tags.has("batch")) return void this.#page?.push(tags.get("msgid")!);
    if (command === "PING") return void this.send(formatMessage({ command: "PONG", params }));
    if (command === "433" && !this.#isRegistered) {
      return void this.send(`NICK ${this.newNickname()}`);
    }
    if (command === "001") {
      this.nickname = params[0]!;
      this.#isRegistered = true;
    }
    if (command === "FAIL" && params[0] === "CHATHISTORY") this.#refuseHistory(params);
    if (command === "PRIVMSG") return this.heard.get(params[0]!)?.hear(tags.get("msgid")!);
    this.#takeView(message);
  }

  #takeAnswer(label: string, { command, params, tags }: IrcMessage): void {
    const said = this.#unanswered.get(label);
    if (said === undefined) return;
    this.#unanswered.delete(label);
    const id = tags.get("msgid");
    if (command === "PRIVMSG" && id !== undefined) said.id = id;
    else said.refusal = `${command} ${params.join(" ")}`;
  }

  #takeBatch([reference = "", type]: readonly string[]): void {
    if (type === "chathistory") this.#page = [];
    else if (reference.startsWith("-") && this.#page !== undefined) {
      this.#pageEnded.resolve(this.#page);
      this.#page = undefined;
    }
  }

  #refuseHistory(params: readonly string[]): void {
    if (params.some((param) => this.views.has(param))) this.faults.push(params.join(" "));
    this.#pageEnded.resolve(undefined);
  }

  #takeView(message: IrcMessage): void {
    const { command, params } = message;
    const isOwn = parseSource(message.source ?? "").name === this.nickname;
    if (command === "JOIN" && isOwn) {
      this.views.set(params[0]!, new RoomView());
      this.heard.get(params[0]!)?.enter();
    }
    const room = command === "353" ? params[2] : params.find((param) => param.startsWith("#"));
    if (command === "QUIT" || command === "NICK") {
      for (const view of this.views.values()) view.take(message);
    } else if (room !== undefined) this.views.get(room)?.take(message);
    if (command === "NICK" && isOwn) this.nickname = params[0]!;
    if ((command === "PART" && isOwn) || (command === "KICK" && params[1] === this.nickname)) {
      this.views.delete(params[0]!);
      this.heard.get(params[0]!)?.leave();
    }
  }
}

function parsed(line: string): IrcMessage {
  const message = parseMessage(line);
  if (typeof message === "string") throw new Error(`The server sent "${line}", ${message}`);
  return message;
}

/** Waits for some milliseconds. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
