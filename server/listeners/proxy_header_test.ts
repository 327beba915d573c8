import { assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { ProxyHeaderError, readProxyHeader } from "./proxy_header.ts";

const SIGNATURE = "\r\n\r\n\0\r\nQUIT\n";

function bytesOf(text: string): number[] {
  return Array.from(text, (character) => character.charCodeAt(0));
}

/** A header of version 2. */
function binary(command: number, family: number, body: number[], length = body.length): number[] {
  return [...bytesOf(SIGNATURE), command, family, length >> 8, length & 255, ...body];
}

/** A source that gives a few bytes at a time and counts what was not read. */
class Source {
  readonly #bytes: number[];

  constructor(bytes: readonly number[]) {
    this.#bytes = [...bytes];
  }

  get rest(): number {
    return this.#bytes.length;
  }

  read(buffer: Uint8Array): Promise<number | null> {
    const part = this.#bytes.splice(0, Math.min(buffer.length, 5));
    buffer.set(part);
    return Promise.resolve(part.length === 0 ? null : part.length);
  }
}

async function peerOf(header: string | number[]) {
  const bytes = typeof header === "string" ? bytesOf(header) : header;
  const source = new Source([...bytes, ...bytesOf("NICK a\r\n")]);
  const peer = await readProxyHeader(source);
  assertEquals(source.rest, "NICK a\r\n".length);
  return peer;
}

function refused(header: string | number[]): Promise<unknown> {
  const bytes = typeof header === "string" ? bytesOf(header) : header;
  return assertRejects(() => readProxyHeader(new Source(bytes)), ProxyHeaderError);
}

const V4 = [192, 0, 2, 7, 10, 0, 0, 1, 1, 2, 3, 4];
const V6 = [0x20, 1, 0xd, 0xb8, ...Array(11).fill(0), 9, ...Array(16).fill(0), 1, 2, 3, 4];

Deno.test("Version 1 gives the client's address, and nothing after the header is read", async () => {
  assertEquals(await peerOf("PROXY TCP4 192.0.2.7 10.0.0.1 5555 6667\r\n"), {
    address: "192.0.2.7",
    secure: false,
  });
  assertEquals(await peerOf("PROXY TCP6 2001:DB8:0:0::9 ::1 5555 6667\r\n"), {
    address: "2001:db8::9",
    secure: false,
  });
  assertEquals(await peerOf("PROXY UNKNOWN\r\n"), undefined);
  assertEquals(await peerOf("PROXY UNKNOWN ffff::1 ffff::2 65535 65535\r\n"), undefined);
});

Deno.test("Version 2 gives the client's address and whether it used TLS", async () => {
  assertEquals(await peerOf(binary(0x21, 0x11, V4)), { address: "192.0.2.7", secure: false });
  assertEquals(await peerOf(binary(0x21, 0x21, V6)), { address: "2001:db8::9", secure: false });
  const tls = [1, 0, 2, 104, 50, 0x20, 0, 5, 1, 0, 0, 0, 0];
  assertEquals(await peerOf(binary(0x21, 0x11, [...V4, ...tls])), {
    address: "192.0.2.7",
    secure: true,
  });
});

Deno.test("An IPv4 address that is mapped to IPv6 is the same address in both versions", async () => {
  const mapped = [...Array(10).fill(0), 0xff, 0xff, 192, 0, 2, 7, ...V6.slice(16)];
  assertEquals((await peerOf(binary(0x21, 0x21, mapped)))?.address, "192.0.2.7");
  const line = "PROXY TCP6 ::ffff:192.0.2.7 ::1 1 2\r\n";
  assertEquals((await peerOf(line))?.address, "192.0.2.7");
});

Deno.test("A connection of the proxy itself has no other address", async () => {
  assertEquals(await peerOf(binary(0x20, 0x00, [])), undefined);
  assertEquals(await peerOf(binary(0x20, 0x11, V4)), undefined);
  assertEquals(await peerOf(binary(0x21, 0x00, [1, 2, 3])), undefined);
});

Deno.test("Headers of version 1 that break a rule are refused", async () => {
  for (
    const header of [
      "NICK a\r\nUSER a 0 * :a\r\n",
      "proxy TCP4 192.0.2.7 10.0.0.1 1 2\r\n",
      "PROXY  TCP4 192.0.2.7 10.0.0.1 1 2\r\n",
      "PROXY TCP4 192.0.2.7 10.0.0.1 1\r\n",
      "PROXY TCP4 192.0.2.7 10.0.0.1 1 2 3\r\n",
      "PROXY TCP4 192.0.2.7 10.0.0.1 1 65536\r\n",
      "PROXY TCP4 192.0.2.7 10.0.0.1 01 2\r\n",
      "PROXY TCP4 192.0.2.7 10.0.0.1 -1 2\r\n",
      "PROXY TCP4 192.0.2.777 10.0.0.1 1 2\r\n",
      "PROXY TCP4 2001:db8::9 ::1 1 2\r\n",
      "PROXY TCP6 192.0.2.7 10.0.0.1 1 2\r\n",
      "PROXY TCP6 fe80::1%eth0 ::1 1 2\r\n",
      "PROXY UDP4 192.0.2.7 10.0.0.1 1 2\r\n",
      "PROXY TCP4 192.0.2.7 10.0.0.1 1 2\n",
      `PROXY UNKNOWN ${"x".repeat(200)}\r\n`,
      "PROXY TCP4 192.0.2.7",
      "",
    ]
  ) await refused(header);
});

Deno.test("Headers of version 2 that break a rule are refused", async () => {
  for (
    const header of [
      binary(0x11, 0x11, V4),
      binary(0x22, 0x11, V4),
      binary(0x21, 0x12, V4),
      binary(0x21, 0x31, Array(216).fill(0)),
      binary(0x21, 0x11, V4.slice(1)),
      binary(0x21, 0x21, V4),
      binary(0x21, 0x11, [...V4, 0x20]),
      binary(0x21, 0x11, [...V4, 0x20, 0, 5, 1]),
      binary(0x21, 0x11, V4, 60_000),
      binary(0x21, 0x11, V4, 13),
      bytesOf(SIGNATURE),
    ]
  ) await refused(header);
});

Deno.test("Whatever bytes come, a header is read or refused", async () => {
  const bytes = fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 64 });
  const starts = fc.constantFrom<number[]>([], bytesOf(SIGNATURE), bytesOf("PROXY TCP4 "));
  await fc.assert(fc.asyncProperty(starts, bytes, async (start, rest) => {
    try {
      await readProxyHeader(new Source([...start, ...rest]));
    } catch (error) {
      if (!(error instanceof ProxyHeaderError)) throw error;
    }
  }));
});
