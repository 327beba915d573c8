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
      return wrap(await withTimeout(open(address, options)));
    } catch (error) {
      throw new Error(explain(error, address), { cause: error });
    }
  };
}

type Stream = Deno.TcpConn | Deno.TlsConn;

async function open(
  { host, port, tls }: ServerAddress,
  options: ConnectorOptions,
): Promise<Stream> {
  const plain = await Deno.connect({ hostname: host, port });
  // Typed lines are sent without delay. For TLS, this has to be set before the handshake.
  plain.setNoDelay(true);
  if (!tls) return plain;
  const connection = await Deno.startTls(plain, { hostname: host, caCerts: [...options.caCerts] });
  // Without this, a bad certificate would be noticed only at the first read.
  await connection.handshake();
  return connection;
}

async function withTimeout(opening: Promise<Stream>): Promise<Stream> {
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

function explain(error: unknown, address: ServerAddress): string {
  const where = formatAddress(address);
  const reason = reasonOf(error);
  const hint = hintFor(reason, address);
  const text = t("Cannot connect to {where}: {reason}", { where, reason });
  return hint === "" ? text : `${text}; ${hint}`;
}

function reasonOf(error: unknown): string {
  if (error instanceof Deno.errors.ConnectionRefused) return t("nobody listens there");
  if (error instanceof Deno.errors.ConnectionReset) return t("the connection was reset");
  if (error instanceof Deno.errors.BrokenPipe) return t("the connection was closed");
  if (error instanceof Deno.errors.ConnectionAborted) return t("the connection was cut");
  const message = messageOf(error);
  if (/failed to lookup|nodename nor servname|not known|No such host/i.test(message)) {
    return t("there is no host of that name");
  }
  if (/CaUsedAsEndEntity/.test(message)) return "invalid peer certificate: CaUsedAsEndEntity";
  return message.replace(/ \(os error \d+\)/, "");
}

function hintFor(reason: string, { host, port, tls }: ServerAddress): string {
  if (reason === t("nobody listens there")) {
    return !tls && (host === "127.0.0.1" || host === "localhost")
      ? t("start a server there with: chat serve --port {port}", { port })
      : t("is the server running, and is its --host an address that others can reach?");
  }
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
