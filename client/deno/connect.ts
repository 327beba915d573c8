import type { TLSSocket } from "node:tls";

import { formatAddress } from "../../protocol/address.ts";
import { messageOf } from "../../protocol/errors.ts";
import type { ConnectorOptions } from "../cli/io.ts";
import type { Connect, Connection, ServerAddress } from "../connection/connection.ts";
import { t } from "../texts/mod.ts";
import { noteReceived } from "./memory.ts";
import { writeAll } from "./write_all.ts";

/** Milliseconds that connecting may take. */
const CONNECT_TIMEOUT_MS = 15_000;
const READ_BYTES = 65_536;

/** Returns a function that connects by TCP or TLS. */
export function denoConnector(address: ServerAddress, options: ConnectorOptions): Connect {
  return async () => {
    try {
      return await withTimeout((signal) => open(address, { ...options, signal }));
    } catch (error) {
      const isPinned = options.fingerprint !== undefined;
      throw new Error(explain(error, { address, isPinned }), { cause: error });
    }
  };
}

type Stream = Deno.TcpConn | Deno.TlsConn;

async function open(
  { host, port, tls }: ServerAddress,
  { caCerts, fingerprint, signal }: ConnectorOptions & { readonly signal: AbortSignal },
): Promise<Connection> {
  if (tls && fingerprint !== undefined) {
    const { connectPinned } = await import("./pinned_tls.ts");
    return wrapPinned(await connectPinned({ host, port }, { fingerprint, signal }));
  }
  const plain = await Deno.connect({ hostname: host, port });
  // Typed lines are sent without delay. For TLS, this has to be set before the handshake.
  plain.setNoDelay(true);
  if (!tls) return wrap(plain);
  const connection = await Deno.startTls(plain, { hostname: host, caCerts: [...caCerts] });
  // Without this, a bad certificate would be noticed only at the first read.
  await connection.handshake();
  return wrap(connection);
}

async function withTimeout(
  open: (signal: AbortSignal) => Promise<Connection>,
): Promise<Connection> {
  const over = new AbortController();
  const opening = open(over.signal);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(
          new Error(t("no answer within {count} seconds", { count: CONNECT_TIMEOUT_MS / 1000 })),
        ),
      CONNECT_TIMEOUT_MS,
    );
  });
  try {
    return await Promise.race([opening, late]);
  } catch (error) {
    over.abort();
    void opening.then((connection) => connection.close(), () => {});
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function wrap(connection: Stream): Connection {
  let closed = false;
  const local = connection.localAddr;
  return {
    localPort: "port" in local ? local.port : undefined,
    incoming: read(connection, () => closed),
    write: (bytes) => writeAll(connection, bytes),
    close() {
      if (closed) return;
      closed = true;
      try {
        connection.close();
      } catch {
        // The server has closed it before.
      }
    },
  };
}

function wrapPinned(socket: TLSSocket): Connection {
  socket.setNoDelay(true);
  return {
    localPort: socket.localPort,
    incoming: readPinned(socket),
    write: (bytes) =>
      new Promise((resolve, reject) => {
        socket.write(bytes, (error) => error ? reject(error) : resolve());
      }),
    close: () => socket.destroy(),
  };
}

async function* readPinned(socket: TLSSocket): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of socket) {
      noteReceived(chunk.length);
      yield chunk;
    }
  } catch (error) {
    if (!socket.destroyed || socket.errored !== null) {
      throw new Error(reasonOf(error), { cause: error });
    }
  }
}

async function* read(
  connection: Stream,
  isClosed: () => boolean,
): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(READ_BYTES);
  while (true) {
    let count: number | null;
    try {
      count = await connection.read(buffer);
    } catch (error) {
      if (isClosed()) return;
      throw new Error(reasonOf(error), { cause: error });
    }
    if (count === null) return;
    noteReceived(count);
    // The decoder keeps no reference to it, so one buffer is enough for all reads.
    yield buffer.subarray(0, count);
  }
}

interface ExplainOptions {
  readonly address: ServerAddress;
  /** Whether only a certificate with a certain fingerprint is trusted. */
  readonly isPinned: boolean;
}

function explain(error: unknown, { address, isPinned }: ExplainOptions): string {
  const where = formatAddress(address);
  const reason = reasonOf(error);
  const hint = hintFor(reason, { ...address, isPinned });
  const text = t("Cannot connect to {where}: {reason}", { where, reason });
  return hint === "" ? text : `${text}; ${hint}`;
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const isOf = (kind: new () => Error, name: string) => error instanceof kind || code === name;
  const { ConnectionRefused, ConnectionReset, BrokenPipe } = Deno.errors;
  if (isOf(ConnectionRefused, "ECONNREFUSED")) return t("nobody listens there");
  if (isOf(ConnectionReset, "ECONNRESET")) return t("the connection was reset");
  if (isOf(BrokenPipe, "EPIPE")) return t("the connection was closed");
  if (error instanceof Deno.errors.ConnectionAborted) return t("the connection was cut");
  const message = messageOf(error);
  if (/ENOTFOUND|failed to lookup|nodename nor servname|not known|No such host/i.test(message)) {
    return t("there is no host of that name");
  }
  if (/CaUsedAsEndEntity/.test(message)) return "invalid peer certificate: CaUsedAsEndEntity";
  return message.replace(/ \(os error \d+\)/, "");
}

function hintFor(
  reason: string,
  { host, port, tls, isPinned }: ServerAddress & { readonly isPinned: boolean },
): string {
  if (reason === t("nobody listens there")) {
    return !tls && (host === "127.0.0.1" || host === "localhost")
      ? t("start a server there with: chat serve --port {port}", { port })
      : t("is the server running, and is its --host an address that others can reach?");
  }
  if (isPinned) return "";
  if (reason.includes("CaUsedAsEndEntity")) {
    return t("the server's certificate is an authority's: make one with openssl's {option}", {
      option: "-addext basicConstraints=critical,CA:FALSE",
    });
  }
  if (tls && /not valid for name/.test(reason)) return t("connect to it by that name, with --host");
  if (tls && /certificate|UnknownIssuer|NotValidForName/i.test(reason)) {
    return t("for a certificate of your own, give its authority with --tls-ca FILE");
  }
  if (tls) return t("does the server speak TLS on this port?");
  return "";
}
