import { assertEquals, assertStringIncludes } from "@std/assert";

import { INITIAL_STATE } from "../model/mod.ts";
import { Settings } from "../settings/mod.ts";
import type { Actions } from "./command.ts";
import { runLine } from "./mod.ts";

function typing(settings = new Settings()) {
  return (line: string): string => {
    let shown = "";
    const show = (text: string) => shown += `${text}\n`;
    const actions = {
      state: INITIAL_STATE,
      settings,
      tell: show,
      refuse: (reason: string) => show(`refused: ${reason}`),
    } as unknown as Actions;
    runLine(line, actions);
    return shown.trimEnd();
  };
}

Deno.test("/set shows, changes and resets a setting", () => {
  const settings = new Settings();
  const type = typing(settings);
  assertStringIncludes(type("/set"), "\n  theme                     dark\n");
  assertEquals(type("/set mouse off"), "mouse is off now");
  assertEquals(settings.get("mouse"), false);
  assertStringIncludes(type("/set"), "\n* mouse                     off\n");
  assertStringIncludes(type("/set mouse"), "\nmouse is off; the default is on");
  assertEquals(type("/set reset mouse"), "mouse is on now");
  assertEquals(type("/set notify.words lunch, tea"), "notify.words is lunch tea now");
  assertEquals(settings.get("notify.words"), ["lunch", "tea"]);
});

Deno.test("/set refuses a key and a value that there are not", () => {
  const type = typing();
  assertEquals(type("/set mous off"), "refused: There is no setting “mous”; /set lists them");
  assertEquals(type("/set mouse maybe"), "refused: Cannot set mouse: it is on or off");
  assertEquals(
    type("/set history many"),
    "refused: Cannot set history: it is a number from 0 to 99999",
  );
});

Deno.test("/set networks explains the networks of the settings file", () => {
  const settings = new Settings({
    path: "/s.toml",
    read: () => '[networks.home]\nhost = "::1"\n',
    write: () => {},
    themes: () => [],
  });
  const type = typing(settings);
  assertStringIncludes(type("/set"), "\n  networks                  home\n");
  const [title, first] = type("/set networks").split("\n");
  assertEquals(title, "A network is a table [networks.NAME] in /s.toml, with these keys:");
  assertEquals(
    first,
    "  host                      The server's name or address, or those of several: HOST[:PORT],…",
  );
});

Deno.test("/theme chooses among the built-in themes and the person's own", () => {
  const settings = new Settings({
    path: undefined,
    read: () => undefined,
    write: () => {},
    themes: () => ["mine"],
  });
  const type = typing(settings);
  assertEquals(type("/theme"), "Themes: *dark light blue high-contrast mono mine");
  assertEquals(type("/theme mine"), "theme is mine now");
  assertStringIncludes(type("/theme pink"), "refused: There is no theme “pink”");
  assertEquals(settings.get("theme"), "mine");
});

Deno.test("/notify keeps words and people, and /ignore masks", () => {
  const settings = new Settings();
  const type = typing(settings);
  type("/notify add lunch @carol tea");
  assertEquals(
    type("/notify remove TEA"),
    "Your name, these words: lunch; and these people: carol",
  );
  assertEquals(settings.get("notify.people"), ["carol"]);
  assertEquals(type("/ignore"), "You ignore nobody");
  assertEquals(type("/ignore mallory *!*@bad.example"), "You ignore: mallory *!*@bad.example");
  assertEquals(type("/unignore Mallory"), "You ignore: *!*@bad.example");
});
