import { assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Transport } from "../io/transport.ts";
import { MAX_HEAD_BYTES, parseHead, RequestReader } from "./http_request.ts";

/** A reader of a connection that brings these parts. */
function readerOf(parts: readonly string[]): RequestReader {
  const encoder = new TextEncoder();
  const unread = parts.filter((part) => part !== "").map((part) => encoder.encode(part));
  const read = (buffer: Uint8Array) => {
    const next = unread.shift();
    if (next === undefined) return Promise.resolve(null);
    const part = next.subarray(0, buffer.length);
    buffer.set(part);
    if (part.length < next.length) unread.unshift(next.subarray(part.length));
    return Promise.resolve(part.length);
  };
  return new RequestReader({ read } as Transport);
}

const HEAD = "GET /a?b=c HTTP/1.1\r\nHost: x\r\nAccept: 1\r\naccept:\t2 \r\n\r\n";

Deno.test("A head is parsed into method, path and headers by lower-case name", () => {
  const request = parseHead(HEAD);
  if (typeof request === "number") throw new Error(`Refused with ${request}`);
  const { method, path, version, headers, keepAlive } = request;
  assertEquals([method, path, version, keepAlive], ["GET", "/a", "1.1", true]);
  assertEquals([...headers], [["host", "x"], ["accept", "1, 2"]]);
});

Deno.test("A connection is used again only if both sides know where the request ends", () => {
  for (
    const [headers, keepAlive] of [
      ["", true],
      ["content-length: 0\r\n", true],
      ["connection: Close\r\n", false],
      ["connection: x, close\r\n", false],
      ["content-length: 1\r\n", false],
      ["content-length: 0\r\ncontent-length: 1\r\n", false],
      ["transfer-encoding: chunked\r\n", false],
    ] as const
  ) {
    const request = parseHead(`GET / HTTP/1.1\r\nhost: x\r\n${headers}\r\n`);
    assertEquals(typeof request === "object" && request.keepAlive, keepAlive, headers);
  }
});

Deno.test("Requests do not depend on how they are cut into reads", async () => {
  const text = `\r\n${HEAD}${HEAD.replace("/a?b=c", "/second")}rest`;
  await fc.assert(fc.asyncProperty(fc.array(fc.nat(text.length)), async (cuts) => {
    const ends = [0, ...cuts.toSorted((a, b) => a - b), text.length];
    const reader = readerOf(ends.slice(1).map((end, index) => text.slice(ends[index], end)));
    const paths = [];
    for (let i = 0; i < 2; i++) {
      const request = await reader.next();
      paths.push(typeof request === "object" ? request.path : request);
    }
    assertEquals(paths, ["/a", "/second"]);
    assertEquals("rest".startsWith(new TextDecoder().decode(reader.rest)), true);
    assertEquals(await reader.next(), undefined);
  }));
});

Deno.test("The longest head is read, and one more byte is refused", async () => {
  const head = (bytes: number) => {
    const empty = "GET / HTTP/1.1\r\nhost: x\r\na: \r\n\r\n";
    return empty.replace("a: ", `a: ${"x".repeat(bytes - empty.length)}`);
  };
  assertEquals(typeof await readerOf([head(MAX_HEAD_BYTES)]).next(), "object");
  assertEquals(await readerOf([head(MAX_HEAD_BYTES + 1)]).next(), 431);
});

Deno.test("Any text is a request or refused with a status", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    const result = parseHead(`${text}\r\n\r\n`);
    assertEquals(typeof result === "object" || [400, 505].includes(result), true);
  }));
});
