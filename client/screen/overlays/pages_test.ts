import type { BindingGroup } from "../bindings.ts";
import { arrange } from "../frame.ts";
import { Question } from "../start/question.ts";
import { assertScreen, drawText } from "../testing/screens.ts";
import { joining, saying, viewOf } from "../testing/views.ts";
import type { ScreenView } from "../view.ts";
import { KeysPage } from "./keys_page.ts";
import type { Overlay } from "./overlay.ts";
import { SearchPage } from "./search_page.ts";
import { Switcher } from "./switcher.ts";

const LARGE = { columns: 80, rows: 24 };
const SMALL = { columns: 40, rows: 12 };

const GROUPS: readonly BindingGroup[] = [
  {
    title: "Going about",
    bindings: [
      ...["alt+1", "alt+2", "alt+3"].map((key) => binding([key], "Go to the conversation above")),
      binding(["ctrl+k"], "Find a room or a person by a few letters"),
    ],
  },
  {
    title: "Reading",
    bindings: [
      binding(["pageup"], "Scroll up"),
      binding(["pagedown"], "Scroll down"),
      binding(["ctrl+end"], "Go to the newest message"),
    ],
  },
];

const COMMANDS = {
  composer: { text: "/r", cursor: 2 },
  completions: {
    candidates: [
      { text: "/react ", label: "/react [N] EMOJI", note: "React to the last message 👍" },
      { text: "/reply ", label: "/reply [N] TEXT", note: "Reply to the last message, or the Nth" },
    ],
    selected: 1,
    hint: undefined,
  },
};

function binding(keys: string[], description: string) {
  return { keys, description, run() {} };
}

/** A room with a message, and somebody else. */
function room(more: Partial<ScreenView> & { columns: number; rows: number }): ScreenView {
  return viewOf([...joining("alice", "#1"), saying("alice", "Good morning", { minute: 1 })], more);
}

/** The screen with a page in the place of the messages. */
function drawn(overlay: Overlay, size: { columns: number; rows: number }): string[] {
  const view = room({ ...size, ...(overlay.field && { composer: overlay.field }) });
  const { layout } = arrange(view);
  const page = overlay.draw({ columns: layout.middle, rows: layout.messages });
  return drawText({ ...view, overlay: page });
}

function searchPage(): SearchPage {
  const page = new SearchPage({ here: "1", search() {}, go() {} });
  page.input({ type: "text", text: "fish" }, LARGE);
  page.input({ type: "key", name: "enter" }, LARGE);
  const time = (hour: number) => new Date(new Date().getFullYear(), 0, 2, hour, 5).getTime();
  page.show([
    { ...saying("alice", "fish for lunch?"), time: time(10) },
    {
      ...saying("日本人の名前です", "A fish, 魚 🐟 and a long text that goes on and on\nbelow"),
      time: time(11),
    },
    { ...saying("carol", "No fish"), time: time(12) },
  ]);
  page.step(1);
  return page;
}

function switcher(): Switcher {
  const go = () => {};
  const page = new Switcher([
    { name: "1", note: "room", unread: 0, go },
    { name: "alice", note: "person, 2 unread !", unread: 2, go },
    { name: "日本語の部屋", note: "room", unread: 0, go },
  ], go);
  page.input({ type: "key", name: "down" }, LARGE);
  return page;
}

Deno.test("The search page with what was found, at 80x24 and 40x12", () => {
  assertScreen(
    drawn(searchPage(), LARGE),
    `
 2 of 3 found (Enter goes there, Escape closes)
▾ Example         │ carol       No fish                          │ 2 here
 # 1              │ 日本人の名… A fish, 魚 🐟 and a long text    │ alice
                  │             that goes on and on below        │ bob
                  │ alice       fish for lunch?                  │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
 bob · Example: connected, 12 ms       F1 keys  Ctrl+K go to  Alt+A next unread
Search in 1: fish
`,
  );
  assertScreen(
    drawn(searchPage(), SMALL),
    `
 2 of 3 found (Enter goes there, Escape…
 1  Example
 carol      No fish
 日本人の…  A fish, 魚 🐟 and a long
            text that goes on and on
            below
 alice      fish for lunch?



 bob · Example: connected, 12 ms
Search in 1: fish
`,
  );
});

Deno.test("The page to go to a room or a person, at 80x24 and 40x12", () => {
  assertScreen(
    drawn(switcher(), LARGE),
    `
 Go to a room or a person (Enter goes there, Escape closes)
▾ Example         │ alice                 person, 2 unread !     │ 2 here
 # 1              │ 1                     room                   │ alice
                  │ 日本語の部屋          room                   │ bob
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
 bob · Example: connected, 12 ms       F1 keys  Ctrl+K go to  Alt+A next unread
Go to:
`,
  );
  assertScreen(
    drawn(switcher(), SMALL),
    `
 Go to a room or a person (Enter goes t…
 1  Example
 alice              person, 2 unread !
 1                  room
 日本語の部屋       room





 bob · Example: connected, 12 ms
Go to:
`,
  );
});

Deno.test("The page of keys, at 80x24 and, scrolled down, at 40x12", () => {
  assertScreen(
    drawn(new KeysPage(GROUPS), LARGE),
    `
 Keys (Escape closes this page, ? types a question mark)
▾ Example         │ Going about                                  │ 2 here
 # 1              │  Alt+1 … Alt+3      Go to the conversation   │ alice
                  │                     above                    │ bob
                  │  Ctrl+K             Find a room or a person  │
                  │                     by a few letters         │
                  │                                              │
                  │ Reading                                      │
                  │  PageUp             Scroll up                │
                  │  PageDown           Scroll down              │
                  │  Ctrl+End           Go to the newest message │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
 bob · Example: connected, 12 ms       F1 keys  Ctrl+K go to  Alt+A next unread
1>
`,
  );
  const page = new KeysPage(GROUPS);
  page.input({ type: "key", name: "end" }, { columns: 40, rows: 8 });
  assertScreen(
    drawn(page, SMALL),
    `
 Keys (Escape closes this page, ? types…
 1  Example
                     person by a few
                     letters

 Reading
  PageUp             Scroll up
  PageDown           Scroll down
  Ctrl+End           Go to the newest
                     message
 bob · Example: connected, 12 ms
1>
`,
  );
});

Deno.test("The list of commands stands above what is typed, at 80x24 and 40x12", () => {
  assertScreen(
    drawText(room({ ...LARGE, ...COMMANDS })),
    `
 1   2 here
▾ Example         │                                              │ 2 here
 # 1              │                                              │ alice
                  │                                              │ bob
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
                  │                                              │
                  │────────── Friday, January 2, 2026 ───────────│
                  │ /react [N] EMOJI  React to the last message …│
                  │ /reply [N] TEXT   Reply to the last message,…│
 bob · Example: connected, 12 ms       F1 keys  Ctrl+K go to  Alt+A next unread
1> /r
`,
  );
  assertScreen(
    drawText(room({ ...SMALL, ...COMMANDS })),
    `
 1   2 here
 1  Example





─────── Friday, January 2, 2026 ────────
 /react [N] EMOJI  React to the last me…
 /reply [N] TEXT   Reply to the last me…
 bob · Example: connected, 12 ms
1> /r
`,
  );
});

Deno.test("The command whose arguments are typed is explained above them, at 40x12", () => {
  const hint = { usage: "/join ROOM [KEY]", description: "Enter a room" };
  const completions = { candidates: [], selected: undefined, hint };
  const composer = { text: "/join t", cursor: 7 };
  assertScreen(
    drawText(room({ ...SMALL, composer, completions })),
    `
 1   2 here
 1  Example





─────── Friday, January 2, 2026 ────────
       · │ bob and alice came
 /join ROOM [KEY]  Enter a room
 bob · Example: connected, 12 ms
1> /join t
`,
  );
});

Deno.test("The question for a password shows dots, and what is wrong, at 40x12", () => {
  const page = new Question({
    title: "Password for Example",
    text: "Cannot log in to the account bob (Invalid)",
    prompt: "Password: ",
    initial: "",
    secret: true,
    check: (text) => text === "" ? "Type the password, then press Enter" : undefined,
    answer() {},
  });
  page.input({ type: "key", name: "enter" });
  assertScreen(
    drawn(page, SMALL),
    `
 Password for Example
 1  Example

 Cannot log in to the account bob
 (Invalid)
 Type the password, then press Enter

 Enter goes on, Escape gives up


 bob · Example: connected, 12 ms
Password:
`,
  );
  page.input({ type: "text", text: "secret" });
  assertScreen(
    drawn(page, SMALL),
    `
 Password for Example
 1  Example

 Cannot log in to the account bob
 (Invalid)

 Enter goes on, Escape gives up



 bob · Example: connected, 12 ms
Password: ••••••
`,
  );
});
