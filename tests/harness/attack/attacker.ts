/**
 * The process that attacks a server, so that it does not disturb what a test measures. It reads an
 * {@linkcode AttackOrder} as JSON from standard input, attacks until the input ends, and prints a
 * {@linkcode AttackReport}.
 */

/** What one attack does. In lines, `{n}` is the number of the connection and `{i}` that of the round. */
export interface Attack {
  readonly connections: number;
  /** Addresses that the connections come from in turns. */
  readonly addresses: number;
  readonly capabilities?: readonly string[];
  /** Lines that each connection sends once, after it has entered. */
  readonly first?: readonly string[];
  /** Lines that it then sends again and again, as fast as the server reads them. */
  readonly lines: readonly string[];
  /** Rounds after which it disconnects and connects again; 0 is at once after entering. */
  readonly reconnectAfter?: number;
}

/** An attack and its target, which has to trust this machine as a proxy. */
export interface AttackOrder extends Attack {
  readonly host: string;
  readonly port: number;
}

/** What an attack has done. */
export interface AttackReport {
  readonly connected: number;
  /** Connections that the server ended. */
  readonly ended: number;
  readonly rounds: number;
}

const encoder = new TextEncoder();
const report = { connected: 0, ended: 0, rounds: 0 };
const open = new Set<Deno.Conn>();
let over = false;

/** The address of a connection: 203.0.113.0 and those after it. */
function addressOf(index: number, { addresses }: Attack): string {
  const number = index % addresses;
  return `203.0.${113 + (number >> 8)}.${number & 255}`;
}

/**
 * The header by which a proxy tells the address of its client, in version 2 of the PROXY protocol:
 * the server reads version 1 byte by byte, which would be measured as well.
 */
export function proxyHeader(address: string): Uint8Array<ArrayBuffer> {
  const signature = [13, 10, 13, 10, 0, 13, 10, 81, 85, 73, 84, 10];
  const from = address.split(".").map(Number);
  const to = [192, 0, 2, 100];
  const ports = [195, 80, 26, 11];
  return new Uint8Array([...signature, 0x21, 0x11, 0, 12, ...from, ...to, ...ports]);
}

async function writeAll(connection: Deno.Conn, bytes: Uint8Array): Promise<void> {
  let rest = bytes;
  while (rest.length > 0) rest = rest.subarray(await connection.write(rest));
}

async function writeText(connection: Deno.Conn, text: string): Promise<void> {
  await writeAll(connection, encoder.encode(text));
}

/** Reads until the connection ends; `entered` is called at the end of the greeting. */
async function readAll(connection: Deno.Conn, entered: () => void): Promise<void> {
  const buffer = new Uint8Array(64 * 1024);
  const decoder = new TextDecoder("latin1");
  for (let greeting = "";;) {
    const count = await connection.read(buffer).catch(() => null);
    if (count === null) return;
    if (greeting.length < 16_000 && !/ (376|422) /.test(greeting)) {
      greeting += decoder.decode(buffer.subarray(0, count));
      if (/ (376|422) /.test(greeting)) entered();
    }
  }
}

async function attackOnce(order: AttackOrder, { index, life }: { index: number; life: number }) {
  const { host, port, capabilities = [], first = [], lines, reconnectAfter = Infinity } = order;
  const connection = await Deno.connect({ hostname: host, port });
  report.connected++;
  open.add(connection);
  const greeted = Promise.withResolvers<void>();
  const reading = readAll(connection, greeted.resolve).then(() => greeted.resolve());
  try {
    const nickname = `x${index}-${life % 1_000}`;
    await writeAll(connection, proxyHeader(addressOf(index, order)));
    await writeText(
      connection,
      (capabilities.length === 0 ? "" : `CAP REQ :${capabilities.join(" ")}\r\n`) +
        `NICK ${nickname}\r\nUSER x 0 * :x\r\n` +
        (capabilities.length === 0 ? "" : "CAP END\r\n"),
    );
    await greeted.promise;
    const fill = (texts: readonly string[], round: number) =>
      texts.map((text) => `${text}\r\n`).join("")
        .replaceAll("{n}", String(index)).replaceAll("{i}", String(round));
    await writeText(connection, fill(first, life));
    for (let round = 0; round < reconnectAfter && !over; round++) {
      await writeText(connection, fill(lines, life * 1_000 + round));
      report.rounds++;
    }
  } catch {
    report.ended++;
  } finally {
    open.delete(connection);
    try {
      connection.close();
    } catch {
      // The server has ended it already.
    }
    await reading;
  }
}

async function attackAgain(order: AttackOrder, index: number): Promise<void> {
  for (let life = 0; !over; life++) {
    // A connection that is refused is made again a moment later, as an attacker would.
    await attackOnce(order, { index, life }).catch(() => {});
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

if (import.meta.main) {
  const input = Deno.stdin.readable.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!text.includes("\n")) text += (await input.read()).value ?? "";
  const order = JSON.parse(text) as AttackOrder;
  const attacks = Array.from(
    { length: order.connections },
    (_, index) => attackAgain(order, index),
  );
  while (!(await input.read()).done) continue;
  over = true;
  for (const connection of open) {
    try {
      connection.close();
    } catch {
      // It has ended already.
    }
  }
  await Promise.race([Promise.all(attacks), new Promise((resolve) => setTimeout(resolve, 2_000))]);
  console.log(JSON.stringify(report));
  Deno.exit();
}
