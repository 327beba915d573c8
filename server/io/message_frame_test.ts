import { assertEquals } from "@std/assert";
import { Stream } from "./tick_output.ts";

const decoder = new TextDecoder();

/** The bytes of a stream with these lines. */
function bytesOf(framing: "text" | "binary", ...lines: string[]): Uint8Array {
  const stream = new Stream(framing);
  for (const line of lines) stream.append(line);
  return stream.range(0, stream.length);
}

Deno.test("A stream of messages frames each line without its line end", () => {
  assertEquals([...bytesOf("text", "a", "b")], [0x81, 1, 0x61, 0x81, 1, 0x62]);
  assertEquals([...bytesOf("binary", "a")], [0x82, 1, 0x61]);
});

Deno.test("The header of a message gives its length in bytes of UTF-8", () => {
  for (
    const [line, header] of [
      ["x".repeat(125), [0x81, 125]],
      ["x".repeat(126), [0x81, 126, 0, 126]],
      ["é".repeat(62), [0x81, 124]],
      // Fewer than 126 characters, more than 125 bytes: the text moves behind a longer header.
      ["é".repeat(63), [0x81, 126, 0, 126]],
      ["x".repeat(0xffff), [0x81, 126, 0xff, 0xff]],
      ["x".repeat(0x10000), [0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0]],
    ] as const
  ) {
    const bytes = bytesOf("text", line);
    assertEquals([...bytes.subarray(0, header.length)], [...header]);
    assertEquals(decoder.decode(bytes.subarray(header.length)), line);
  }
});

Deno.test("A lone surrogate becomes a replacement character, so that a text message is UTF-8", () => {
  assertEquals(decoder.decode(bytesOf("text", "a\ud800b").subarray(2)), "a\ufffdb");
});
