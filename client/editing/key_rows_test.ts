import { assertEquals } from "@std/assert";

import { keyRows } from "./key_rows.ts";

Deno.test("keys of one description are one row, more than two as a range", () => {
  const bindings = [
    ...["alt+1", "alt+2", "alt+3"].map((key) => ({ keys: [key], description: "Move left" })),
    { keys: ["alt+pageup", "alt+b"], description: "Undo" },
    { keys: ["?"], description: "Redo" },
  ];
  assertEquals(keyRows({ title: "Typing", bindings }), [
    { keys: "Alt+1 … Alt+3", description: "Move left" },
    { keys: "Alt+PageUp", description: "Undo" },
    { keys: "?", description: "Redo" },
  ]);
});
