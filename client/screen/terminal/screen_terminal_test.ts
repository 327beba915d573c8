import { assert, assertEquals } from "@std/assert";

import { sanitize } from "../../format/sanitize.ts";
import { FakeIo } from "../../testing/fake_io.ts";
import { FrameWriter } from "./frame_writer.ts";
import { enterScreen, leaveScreen, takeModes } from "./modes.ts";
import { ScreenTerminal } from "./screen_terminal.ts";

const ENTER = enterScreen({ mouse: true });
const LEAVE = leaveScreen();

function open() {
  const io = new FakeIo({ connect: () => Promise.reject(new Error("none")), terminal: true });
  const writer = new FrameWriter({ write: (text) => Promise.resolve(io.writeNow(text)) });
  const drawn = { count: 0 };
  const refused = { count: 0 };
  const terminal = new ScreenTerminal(io, {
    writer,
    mouse: true,
    redraw: () => drawn.count++,
    cannotStop: () => refused.count++,
  });
  terminal.open();
  return { io, writer, terminal, drawn, refused };
}

Deno.test("A terminal is taken once and given back once", async () => {
  const { io, terminal } = open();
  assert(io.raw);
  assertEquals(io.written, ENTER);
  await terminal.close();
  await terminal.close();
  assert(!io.raw);
  assertEquals(io.written, ENTER + LEAVE);
});

Deno.test("A suspended screen gives the terminal back, stops, and takes it again when continued", async () => {
  const { io, writer, drawn } = open();
  io.signal("suspend");
  await Promise.resolve();
  await Promise.resolve();
  assertEquals([io.raw, io.stops, io.written], [false, 1, ENTER + LEAVE]);
  writer.show([sanitize("a frame while it is stopped")], undefined);
  await Promise.resolve();
  assertEquals(io.written, ENTER + LEAVE);
  io.signal("continue");
  assertEquals([io.raw, drawn.count, io.written], [true, 1, ENTER + LEAVE + ENTER]);
  writer.show([sanitize("again")], undefined);
  await Promise.resolve();
  await Promise.resolve();
  assert(io.written.endsWith("\x1b[?2026l"), JSON.stringify(io.written));
});

Deno.test("A screen whose process may not stop itself has the terminal stop it, or goes on after Enter", async () => {
  const { io, terminal, drawn } = open();
  io.stopResult = "by-terminal";
  const asked = "Press Ctrl+Z once more to stop chat, Enter to go on\n";
  await terminal.suspend();
  assertEquals([io.raw, io.written], [false, ENTER + LEAVE + asked]);
  io.signal("continue");
  assertEquals([io.raw, drawn.count, io.written], [true, 1, ENTER + LEAVE + asked + ENTER]);
  assert(!terminal.takes([{ type: "text", text: "x" }]));
  await terminal.suspend();
  assert(terminal.takes([{ type: "text", text: "x" }]));
  assert(!io.raw);
  assert(terminal.takes([{ type: "key", name: "enter" }]));
  assertEquals([io.raw, drawn.count], [true, 2]);
});

Deno.test("A screen that others have stopped takes the terminal again, with the title it saved first", () => {
  const { io } = open();
  io.signal("continue");
  assertEquals(io.written, ENTER + takeModes({ mouse: true }));
  assertEquals(io.written.split("\x1b[22;0t").length, 2);
});

Deno.test("A screen on a system that stops no processes takes the terminal again", async () => {
  const { io, terminal, drawn, refused } = open();
  io.stopResult = "impossible";
  await terminal.suspend();
  assertEquals([io.raw, drawn.count, refused.count], [true, 1, 1]);
  assertEquals(io.written, ENTER + LEAVE + ENTER);
});

Deno.test("An uncaught error gives the terminal back before it is printed", async () => {
  const { io } = open();
  await io.crash();
  assert(!io.raw);
  assertEquals(io.written, ENTER + LEAVE);
});

Deno.test("A terminal that was closed does not stop the screen from ending", async () => {
  const { io, terminal } = open();
  Object.assign(io, {
    setRaw: () => {
      throw new Error("Input/output error");
    },
  });
  await terminal.close();
  assert(io.written.endsWith(LEAVE));
});
