import { assert } from "@std/assert";

import { utf8Length } from "../../protocol/lines.ts";
import { Chat } from "../../client/chat.ts";
import { sizeOf } from "../../client/model/size.ts";
import {
  MAX_ALL_CHARACTERS,
  MAX_CONVERSATIONS,
  MAX_MEMBERS,
  MAX_TYPING,
} from "../../client/model/state.ts";
import { Settings } from "../../client/settings/mod.ts";
import { FakeClock } from "../../client/testing/fake_clock.ts";
import { FakeServer, welcome } from "../../client/testing/fake_server.ts";
import { startChat } from "../harness/program.ts";

/** The memory that `chat join` may take, in bytes. */
const MAX_RSS = 200_000_000;
const MB = 1_000_000;

/** Lines that a hostile server repeats, each with a number; what each attacks. */
const FLOODS: Readonly<Record<string, (number: number) => string>> = {
  "rooms we are in": (n) => `:bob!u@h JOIN #room-of-a-long-name-${n}`,
  "members of a room": (n) =>
    `:somebody-with-a-name-${n}!user${n}@host-${n}.example JOIN #1 account${n} :${long(n, 300)}`,
  "members of many rooms": (n) => `:member${n}!u@h JOIN #room-of-a-long-name-${n % 500} * :x`,
  "lists of members": (n) => `:s 353 bob = #list${n % 50} :${words(n, 30)}`,
  "long messages": (n) => `@msgid=m${n} :al!a@h PRIVMSG #1 :${long(n, 7_000)}`,
  "messages with long tags": (n) =>
    `@msgid=${long(n, 3_000)};+draft/reply=${long(n, 3_000)} :al!a@h PRIVMSG #1 :short`,
  "people who write": (n) => `:writer-${n}!u@h PRIVMSG bob :${long(n, 2_000)}`,
  "notices": (n) => `:s NOTICE bob :${long(n, 5_000)}`,
  "batches that are open": (n) => `:s BATCH +b${n} draft/multiline #1 ${long(n, 300)}`,
  "lines of open batches": (n) => `@batch=b${n % 100} :al!a@h PRIVMSG #1 :${long(n, 4_000)}`,
  "batches in batches": (n) =>
    `${n === 0 ? "" : `@batch=d${n - 1} `}:s BATCH +d${n} chathistory #1 ${long(n, 3_000)}` +
    (n === 0 ? "" : `\r\n:s BATCH -d${n - 1}`),
  "history without an end": (n) =>
    `@batch=h;msgid=h${n};time=2026-01-01T00:00:00.000Z :al!a@h PRIVMSG #1 :${long(n, 4_000)}`,
  "tokens of 005": (n) => `:s 005 bob TOKEN${n}=${long(n, 2_000)} :are supported`,
  "capabilities": (n) => `:s CAP bob NEW :capability${n}=${long(n, 3_000)}`,
  "accepted capabilities": (n) => `:s CAP bob ACK :${words(n, 100)}`,
  "answers to WHOIS": (n) => `:s 311 bob whois${n} user host * :${long(n, 5_000)}`,
  "notes of WHOIS": (n) => `:s 320 bob whois${n % 20} :${long(n, 5_000)}`,
  "rooms of the server": (n) => `:s 322 bob #listed${n} 5 :${long(n, 5_000)}`,
  "message of the day": (n) => `:s 372 bob :- ${long(n, 5_000)}`,
  "refusals": (n) => `:s 404 bob #1 :${long(n, 3_000)}`,
  "reactions": (n) =>
    `@+draft/react=${n % 50};+draft/reply=m1 :reacting${n}!u@h TAGMSG #1\r\n` +
    `@+draft/react=x;+draft/reply=none${n} :r!u@h TAGMSG #room-of-a-long-name-${n % 500}`,
  "people who type": (n) => `@+typing=active :typing-person-${n}!u@h TAGMSG #1`,
  "read markers": (n) => `:s MARKREAD person-${n} timestamp=2026-01-01T00:00:00.000Z`,
  "people of the history": (n) =>
    `:s CHATHISTORY TARGETS person-${n} timestamp=2026-01-01T00:00:00.000Z`,
  "topics": (n) => `:al!a@h TOPIC #room-of-a-long-name-${n % 500} :${long(n, 6_000)}`,
  "names that change": (n) => `:al${n}!a@h NICK al${n + 1}`,
  "pings": (n) => `PING :${long(n, 400)}`,
  "lines that are too long": (n) => `:s NOTICE bob :${long(n, 20_000)}`,
  "lines that are none": () => ":",
  "unknown lines": (n) => `:s COMMAND${n} ${long(n, 3_000)}`,
};

function long(number: number, length: number): string {
  return `${number} `.padEnd(length, "abcdefghijklmnopqrstuvwxyz ");
}

function words(number: number, count: number): string {
  return Array.from({ length: count }, (_, index) => `@name-of-a-person-${number}-${index}`).join(
    " ",
  );
}

/** The flood of one kind in chunks of about 60 kB, `bytes` altogether. */
function* chunks(line: (number: number) => string, bytes: number): Generator<string> {
  let sent = 0;
  let chunk = "";
  for (let number = 0; sent < bytes; number++) {
    const text = `${line(number)}\r\n`;
    chunk += text;
    sent += text.length;
    if (chunk.length < 60_000) continue;
    yield chunk;
    chunk = "";
  }
  yield chunk;
}

/** Bytes of each flood. */
const FLOOD_BYTES = 2 * MB;
/** Floods that need more to pass their bounds: of members, and of characters. */
const LARGER: Readonly<Record<string, number>> = {
  "members of a room": 14 * MB,
  "long messages": 20 * MB,
};

Deno.test("No flood of a server grows what the client knows beyond its bounds", async () => {
  const server = new FakeServer();
  const session = {
    ...{ connect: server.connect, address: "s", clock: new FakeClock(), random: () => 0.5 },
    ...{ backoff: { firstMs: 1, maxMs: 1, factor: 1 }, nick: "bob", realname: undefined },
    ...{ account: undefined, serverPassword: undefined, rooms: ["#1"], historyLines: 50 },
    ...{ showUnread: true, version: "test", asksAboutRooms: true, showsReactions: true },
  };
  const chat = new Chat({
    session,
    to: undefined,
    settings: new Settings(),
    saveFile: (name) => name,
    interactive: true,
    listen: () => {},
  });
  const ended = chat.run();
  const peer = await server.accept();
  const capabilities =
    "message-tags batch server-time draft/multiline extended-join draft/chathistory";
  await welcome(peer, { capabilities });
  for (const [what, line] of Object.entries(FLOODS)) {
    for (const chunk of chunks(line, LARGER[what] ?? FLOOD_BYTES / 2)) {
      peer.sendBytes(new TextEncoder().encode(chunk));
    }
    peer.send("PING :done");
    await peer.until(/^PONG :?done/);
    const { conversations, people, isupport } = chat.state;
    const all = [...conversations.values()];
    const bounds: Readonly<Record<string, readonly [number, number]>> = {
      conversations: [all.length, MAX_CONVERSATIONS + 1],
      rooms: [chat.rooms.length, MAX_CONVERSATIONS],
      members: [all.reduce((sum, { members }) => sum + members.size, 0), MAX_MEMBERS],
      people: [people.size, MAX_MEMBERS],
      characters: [
        all.reduce((sum, one) => sum + sizeOf(one.entries), 0),
        1.2 * MAX_ALL_CHARACTERS,
      ],
      typing: [Math.max(...all.map(({ typing }) => typing.size)), MAX_TYPING],
      tokens: [sizeOf(isupport), 1.5 * MB],
    };
    for (const [name, [value, max]] of Object.entries(bounds)) {
      assert(value <= max, `${value} ${name} after ${what}, more than ${max}`);
    }
  }
  chat.leave();
  await ended;
});

/** The largest memory that a process has taken, in bytes: proc_pid_status(5), "VmHWM". */
async function largestRss(pid: number): Promise<number> {
  const status = await Deno.readTextFile(`/proc/${pid}/status`);
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
}

Deno.test({
  name: "A hostile server grows chat join to less than 200 MB",
  ignore: Deno.build.os !== "linux",
  async fn() {
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr as Deno.NetAddr;
    const chat = startChat([
      "join",
      "--port",
      String(port),
      "--user",
      "bob",
      "--room",
      "1",
      "--json",
    ]);
    // Nobody keeps what it prints.
    const forget = setInterval(() => {
      chat.stdout.items.length = 0;
      chat.stderr.items.length = 0;
    }, 20);
    try {
      using connection = await listener.accept();
      const peer = new HostilePeer(connection);
      await peer.welcome();
      for (const [what, line] of Object.entries(FLOODS)) {
        for (const chunk of chunks(line, FLOOD_BYTES)) await peer.send(chunk);
        await peer.sync();
        const rss = await largestRss(chat.pid);
        assert(rss < MAX_RSS, `${Math.round(rss / MB)} MB after ${what}`);
      }
      console.log(`  at most ${Math.round(await largestRss(chat.pid) / MB)} MB`);
    } finally {
      clearInterval(forget);
      await chat[Symbol.asyncDispose]();
    }
  },
});

/** A server that lets everybody in and reads what they send. */
class HostilePeer {
  readonly #connection: Deno.TcpConn;
  #heard = "";
  #waiting: { readonly pattern: RegExp; readonly resolve: () => void } | undefined;
  #syncs = 0;

  constructor(connection: Deno.TcpConn) {
    this.#connection = connection;
    void this.#read();
  }

  async send(text: string): Promise<void> {
    const bytes = new TextEncoder().encode(text);
    if (bytes.length !== utf8Length(text)) throw new Error("The flood has a lone surrogate");
    for (let sent = 0; sent < bytes.length;) {
      sent += await this.#connection.write(bytes.subarray(sent));
    }
  }

  async welcome(): Promise<void> {
    await this.#until(/USER/);
    await this.send(
      ":s CAP * LS :message-tags batch server-time draft/multiline extended-join\r\n",
    );
    await this.#until(/CAP REQ :([^\r]*)/);
    await this.send(
      ":s CAP bob ACK :message-tags batch server-time draft/multiline extended-join\r\n" +
        ":s 001 bob :hello\r\n:s 422 bob :none\r\n:bob!u@h JOIN #1 * :bob\r\n",
    );
  }

  /** Waits until everything sent is handled. */
  async sync(): Promise<void> {
    const token = `sync${++this.#syncs}`;
    await this.send(`PING :${token}\r\n`);
    await this.#until(new RegExp(`PONG :?${token}`));
  }

  #until(pattern: RegExp): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting = { pattern, resolve };
      this.#look();
    });
  }

  #look(): void {
    if (this.#waiting?.pattern.test(this.#heard) !== true) return;
    const { resolve } = this.#waiting;
    this.#waiting = undefined;
    this.#heard = "";
    resolve();
  }

  async #read(): Promise<void> {
    const buffer = new Uint8Array(65_536);
    const decoder = new TextDecoder();
    while (true) {
      const count = await this.#connection.read(buffer).catch(() => null);
      if (count === null) return;
      this.#heard = (this.#heard + decoder.decode(buffer.subarray(0, count))).slice(-20_000);
      this.#look();
    }
  }
}
