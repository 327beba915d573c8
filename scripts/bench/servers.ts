/** Starts chat and other servers, all without flood limits and with large queues. */

import { freePort } from "../../tests/harness/ports.ts";

const MAIN = new URL("../../main.ts", import.meta.url).pathname;
const RELAY_PROGRAM = new URL("peers/relay.ts", import.meta.url).pathname;
const ORIGIN_PROGRAM = new URL("peers/origin.py", import.meta.url).pathname;
/** Arguments of sh that run a command with as many open files as are allowed. */
const RAISE_FILE_LIMIT = ["-c", 'ulimit -n "$(ulimit -Hn)" && exec "$@" 2>&1', "sh"];
const START_TIMEOUT_MS = 15_000;
const START_POLL_MS = 20;

/** How one server is configured and run. */
export interface ServerKind {
  readonly name: string;
  /** How many connections register at the same time. */
  readonly connectAtOnce: number;
  /** The path of IRC over WebSocket; undefined if it is not measured. */
  readonly webSocketPath?: string;
  /**
   * Writes its settings to `folder` and returns the command line that serves on `port`: IRC over
   * TCP, or over WebSocket.
   */
  prepare(folder: string, endpoint: { port: number; webSocket: boolean }): string[];
}

export interface RunningServer {
  readonly pid: number;
  readonly port: number;
  /** Ends the process and deletes its folder. */
  stop(): Promise<void>;
}

export interface ChatOptions {
  /** The name in the tables; "chat" by default. */
  readonly name?: string;
  /** The program and its arguments before `serve`. */
  readonly command: readonly string[];
  /** `--data`; undefined: a new folder, which is deleted at the end. */
  readonly data: string | undefined;
}

/** Returns the command line of chat: from source, or the executable that `CHAT_BINARY` names. */
export function defaultChatCommand(): string[] {
  const binary = Deno.env.get("CHAT_BINARY");
  return binary ? [binary] : [Deno.execPath(), "run", "--no-prompt", "--no-check", "-A", MAIN];
}

export function chat(options: ChatOptions): ServerKind {
  const settings = settingsFor(options.command);
  return {
    name: options.name ?? "chat",
    connectAtOnce: 32,
    webSocketPath: "/irc",
    prepare(folder, { port, webSocket }) {
      const config = `${folder}/chat.toml`;
      Deno.writeTextFileSync(config, settings);
      const data = options.data ?? `${folder}/data`;
      return [
        ...options.command,
        ...["serve", "--config", config, "--data", data],
        ...["--host", "127.0.0.1", "--log-level", "error"],
        ...(webSocket ? ["--port", "0", "--web-port", String(port)] : ["--port", String(port)]),
      ];
    },
  };
}

/** Limits that would be measured instead of the server. */
const UNLIMITED = [
  "lines-per-second",
  "work-per-second",
  "shared-work-per-second",
  "rooms-per-minute",
  "connections",
  "connections-per-minute",
  "connections-per-address",
  "ping-interval",
];

/** The settings of a chat, which may be an earlier one that has fewer limits. */
function settingsFor([program = "", ...args]: readonly string[]): string {
  const { stdout } = new Deno.Command(program, { args: [...args, "serve", "--help"] }).outputSync();
  const help = new TextDecoder().decode(stdout);
  const limits = UNLIMITED.filter((name) => help.includes(`--${name} `));
  const lines = limits.map((name) => `${name} = 0\n`).join("");
  return `name = "chat.bench.local"\nnetwork = "Bench"\n\n[limits]\n${lines}`;
}

export const NGIRCD: ServerKind = {
  name: "ngircd",
  // Its backlog is 10: further connections are reset.
  connectAtOnce: 32,
  prepare(folder, { port }) {
    Deno.writeTextFileSync(
      `${folder}/ngircd.conf`,
      `[Global]
Name = ngircd.bench.local
Info = bench
Listen = 127.0.0.1
Ports = ${port}
MotdPhrase = bench
[Limits]
MaxConnections = 0
MaxConnectionsIP = 0
MaxJoins = 0
MaxPenaltyTime = 0
MaxNickLength = 30
PingTimeout = 3600
PongTimeout = 3600
[Options]
DNS = no
Ident = no
PAM = no
`,
    );
    return ["/usr/sbin/ngircd", "--nodaemon", "--config", `${folder}/ngircd.conf`];
  },
};

export const INSPIRCD: ServerKind = {
  name: "inspircd",
  // It completes registrations once a second: few at a time would take minutes.
  connectAtOnce: 500,
  prepare(folder, { port }) {
    Deno.writeTextFileSync(`${folder}/motd`, "bench\n");
    Deno.writeTextFileSync(
      `${folder}/inspircd.conf`,
      `<server name="inspircd.bench.local" description="bench" network="Bench">
<admin name="bench" nick="bench" email="bench@localhost">
<bind address="127.0.0.1" port="${port}" type="clients">
<connect name="main" allow="*" timeout="60" pingfreq="1h" fakelag="no"
  threshold="1000000" commandrate="1000000000" softsendq="100M" hardsendq="200M" recvq="10M"
  localmax="100000" globalmax="100000" limit="100000" maxconnwarn="no"
  resolvehostnames="no" useident="no">
<files motd="${folder}/motd">
<performance somaxconn="4096" softlimit="100000" clonesonconnect="no" netbuffersize="65534">
<log method="file" type="*" level="default" target="${folder}/inspircd.log">
<pid file="${folder}/inspircd.pid">
<path datadir="${folder}" logdir="${folder}" runtimedir="${folder}">
`,
    );
    const config = `${folder}/inspircd.conf`;
    return ["/usr/sbin/inspircd", "--runasroot", "--nofork", "--config", config];
  },
};

/** Ergo, whose program `file` is. */
export function ergo(file: string): ServerKind {
  return {
    name: "ergo",
    connectAtOnce: 32,
    webSocketPath: "/",
    prepare(folder, { port, webSocket }) {
      const config = `${folder}/ergo.yaml`;
      Deno.writeTextFileSync(
        config,
        `network: { name: Bench }
server:
  name: ergo.bench.local
  listeners: { "127.0.0.1:${port}": { websocket: ${webSocket} } }
  casemapping: ascii
  enforce-utf8: true
  lookup-hostnames: false
  check-ident: false
  ip-limits: { count: false, throttle: false }
  ip-cloaking: { enabled: false }
  max-sendq: 10M
accounts:
  authentication-enabled: false
  registration: { enabled: false }
channels: { default-modes: +n, max-channels-per-client: 10, registration: { enabled: false } }
limits: { nicklen: 32, identlen: 20, channellen: 64, awaylen: 390, kicklen: 390, topiclen: 390,
  monitor-entries: 100, whowas-entries: 100, chan-list-modes: 60, registration-messages: 1024,
  multiline: { max-bytes: 4096, max-lines: 100 } }
fakelag: { enabled: false }
history: { enabled: true, channel-length: 2048, client-length: 256, autoresize-window: 3d,
  autoreplay-on-join: 0, chathistory-maxmessages: 1000, znc-maxmessages: 2048 }
datastore: { path: "${folder}/ircd.db", autoupgrade: true }
languages: { enabled: false }
logging: [{ method: stderr, type: "* -userinput -useroutput", level: error }]
`,
      );
      const database = new Deno.Command(file, { args: ["initdb", "--conf", config, "--quiet"] });
      const { success, stderr } = database.outputSync();
      if (!success) throw new Error(`Cannot prepare ergo: ${new TextDecoder().decode(stderr)}`);
      return [file, "run", "--conf", config];
    },
  };
}

/** The floor: what Deno's sockets cost by themselves. */
export const RELAY: ServerKind = {
  name: "relay",
  connectAtOnce: 32,
  prepare: (_, { port }) => [Deno.execPath(), "run", "--no-check", "-A", RELAY_PROGRAM, `${port}`],
};

/** A server as chat began: threads and loops, in Python. */
export const ORIGIN: ServerKind = {
  name: "origin",
  connectAtOnce: 32,
  prepare: (_, { port }) => ["python3", ORIGIN_PROGRAM, `${port}`],
};

/** Starts a server on a free port and waits until it accepts connections. */
export async function startServer(
  kind: ServerKind,
  { webSocket = false } = {},
): Promise<RunningServer> {
  const folder = await Deno.makeTempDir({ prefix: `bench-${kind.name}-` });
  const port = freePort();
  const log = await Deno.open(`${folder}/output`, { create: true, write: true });
  const command = kind.prepare(folder, { port, webSocket });
  const child = new Deno.Command("sh", {
    args: [...RAISE_FILE_LIMIT, ...command],
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const logged = child.stdout.pipeTo(log.writable);
  let exited = false;
  const status = child.status.finally(() => exited = true);

  async function stop(): Promise<void> {
    if (!exited) child.kill("SIGKILL");
    await status;
    await logged;
    await Deno.remove(folder, { recursive: true });
  }

  const deadline = performance.now() + START_TIMEOUT_MS;
  // The process must still run: another one could have the port.
  while (exited || !await accepts(port)) {
    if (exited || performance.now() > deadline) {
      const output = await Deno.readTextFile(`${folder}/output`);
      await stop();
      throw new Error(`Cannot start ${kind.name} with ${command.join(" ")}:\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, START_POLL_MS));
  }
  return { pid: child.pid, port, stop };
}

async function accepts(port: number): Promise<boolean> {
  try {
    (await Deno.connect({ hostname: "127.0.0.1", port })).close();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.ConnectionRefused) return false;
    throw error;
  }
}
