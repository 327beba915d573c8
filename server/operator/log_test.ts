import { assert, assertEquals, assertMatch } from "@std/assert";
import { createLog, type LogOptions } from "./log.ts";

function logged(options: Partial<LogOptions> = {}) {
  const lines: string[] = [];
  const log = createLog({
    level: "info",
    format: "text",
    write: (line) => lines.push(line),
    now: () => new Date(0),
    ...options,
  });
  return { log, lines };
}

Deno.test("A line of the log has a time, a level, a text and fields", () => {
  const { log, lines } = logged();
  log.warn("Connection closed", {
    nick: "bob",
    reason: "Ping timeout",
    rooms: 2,
    account: undefined,
  });
  assertEquals(lines, [
    '1970-01-01T00:00:00.000Z warn  Connection closed nick=bob reason="Ping timeout" rooms=2\n',
  ]);
});

Deno.test("Lines below the level are not written", () => {
  const { log, lines } = logged({ level: "warn" });
  log.info("Registered");
  log.debug("Line");
  log.error("Failed");
  assertEquals(lines.length, 1);
});

Deno.test("A peer cannot forge a line of the log", () => {
  const evil = 'x\r\n1970 error \u001b[2J "all lost"\u2028\u202e\u0085';
  for (const format of ["text", "json"] as const) {
    const { log, lines } = logged({ format });
    log.info(`Quit ${evil}`, { reason: evil, [evil]: evil });
    assertEquals(lines.length, 1);
    // deno-lint-ignore no-control-regex
    assertMatch(lines[0]!, /^[^\u0000-\u001f\u007f-\u009f\u2028-\u202e]*\n$/);
  }
});

Deno.test("The JSON form parses back to the same values, and a field cannot replace the level", () => {
  const { log, lines } = logged({ format: "json" });
  log.error('Bad "line"\n', { reason: "a\u0000b", level: "info", count: 3, ok: true });
  assertEquals(JSON.parse(lines[0]!), {
    time: "1970-01-01T00:00:00.000Z",
    level: "error",
    text: 'Bad "line"\n',
    reason: "a\u0000b",
    count: 3,
    ok: true,
  });
});

Deno.test("An overlong value is shortened", () => {
  const { log, lines } = logged();
  log.info("Line", { text: "a".repeat(100_000) });
  assertMatch(lines[0]!, /a…\n$/);
  assert(lines[0]!.length < 1200);
});
