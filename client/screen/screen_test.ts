import { assert, assertEquals } from "@std/assert";

import { MAX_PASTE_CHARACTERS } from "../editing/paste_buffer.ts";
import type { NetworkSetup } from "../networks.ts";
import { Settings } from "../settings/mod.ts";
import { FakeIo } from "../testing/fake_io.ts";
import { FakeServer, welcome } from "../testing/fake_server.ts";
import { Looks } from "./drawing/looks.ts";
import { Screen } from "./screen.ts";

/** Longer than the time between two frames, in milliseconds. */
const FRAME_MS = 40;
/** Turns of the event loop after which a test gives up. */
const MAX_TURNS = 500;

/** The screen of bob, who is in rooms 1 and 2, on a terminal of 60 by 24. */
class Desk {
  readonly server = new FakeServer();
  readonly io = new FakeIo({ connect: this.server.connect, terminal: true });
  readonly #ended: Promise<unknown>;

  private constructor() {
    const { io } = this;
    io.width = 60;
    const settings = new Settings();
    settings.set("colours", "none");
    const looks = new Looks({ settings, env: () => undefined, readTheme: () => "" });
    const screen = new Screen(io, {
      networks: [this.#setup(settings)],
      setUp: () => this.#setup(settings),
      settings,
      looks,
      onName: () => {},
    });
    this.#ended = screen.run();
  }

  static async open(): Promise<Desk> {
    const desk = new Desk();
    await welcome(await desk.server.accept());
    await desk.shows(/# 2/);
    return desk;
  }

  #setup(settings: Settings): NetworkSetup {
    const session = {
      ...{ connect: this.server.connect, address: "s", clock: this.io.clock, random: () => 0.5 },
      ...{ backoff: { firstMs: 1, maxMs: 1, factor: 1 }, nick: "bob", realname: undefined },
      ...{ account: undefined, serverPassword: undefined, rooms: ["#1", "#2"], historyLines: 0 },
      ...{ showUnread: false, version: "test" },
    };
    return { id: "s", chat: { session, to: undefined, settings, saveFile: (name) => name } };
  }

  /** Types keys, and waits until something is drawn that matches. */
  async type(keys: string, shown: RegExp): Promise<void> {
    const before = this.io.stdout.text.length;
    this.io.type(keys);
    await this.shows(shown, before);
  }

  /** Waits until something is drawn that matches, after so many characters. */
  async shows(pattern: RegExp, from = 0): Promise<void> {
    // deno-lint-ignore no-control-regex
    const text = () => this.io.stdout.text.slice(from).replace(/\x1b\[[^A-Za-z]*[A-Za-z]/g, "");
    await this.#until(() => pattern.test(text()), () => `${pattern} in ${text().slice(-5_000)}`);
  }

  async close(): Promise<void> {
    this.io.type("\x04");
    await this.#until(() => this.io.written.endsWith("\x1b[?1049l"), () => "the end");
    await this.#ended;
  }

  async #until(holds: () => boolean, what: () => string): Promise<void> {
    for (let turns = 0; !holds(); turns++) {
      if (turns > MAX_TURNS) throw new Error(`Did not come: ${what()}`);
      await new Promise((resolve) => setTimeout(resolve, 0));
      this.io.clock.pass(FRAME_MS);
    }
  }
}

/** A click on a cell, counted from 1. */
function click(column: number, row: number): string {
  return `\x1b[<0;${column};${row}M`;
}

Deno.test("A paste that is too long says how much of it was left out", async () => {
  const desk = await Desk.open();
  const paste = "x".repeat(MAX_PASTE_CHARACTERS + 123);
  await desk.type(`\x1b[200~${paste}\x1b[201~`, /123 characters of the paste/);
  await desk.type("\x15", /1> +/);
  await desk.close();
});

Deno.test("A click in the list of places to go selects, and a second one goes there", async () => {
  const desk = await Desk.open();
  await desk.type("\x0b", /Go to a room or a person/);
  // The list of conversations is to the left; rooms 1 and 2 are the second and the third place.
  await desk.type(click(30, 4), /./);
  await desk.type(click(30, 4), /2> /);
  await desk.close();
});

Deno.test("A line that is refused leaves alone the one that is typed next", async () => {
  const desk = await Desk.open();
  await desk.type("/jion 2\r", /\/jion 2\)/);
  await desk.type("next", /1> next/);
  await desk.type("\x15\x1b[A", /1> \/jion 2/);
  await desk.type("\x15", /1> +/);
  await desk.close();
  assertEquals(desk.io.raw, false);
  assert(desk.io.written.endsWith("\x1b[?1049l"));
});
