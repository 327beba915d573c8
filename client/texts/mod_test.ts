import { assertEquals } from "@std/assert";
import { join } from "@std/path";
import ts from "typescript";

import { COMMANDS } from "../commands/mod.ts";
import { BINDINGS } from "../screen/bindings.ts";
import { START_FIELDS } from "../screen/start/start_form.ts";
import { SETTINGS } from "../settings/mod.ts";
import { CHINESE } from "./chinese.ts";
import { languageOf, setLanguage, t } from "./mod.ts";

const CLIENT = join(import.meta.dirname ?? "", "..") + "/";

/** The texts that are translated, by where they are said first. */
const TEXTS = new Map<string, string>([
  ...[...sources(CLIENT)].flatMap((path) => keysOf(path)),
  ...tableTexts(),
]);

Deno.test("every text has a translation", () => {
  const missing = [...TEXTS].filter(([text]) => !Object.hasOwn(CHINESE, text))
    .map(([text, where]) => `${where}: ${text}`);
  assertEquals(missing, []);
});

Deno.test("every translation is of a text that is said", () => {
  assertEquals(Object.keys(CHINESE).filter((text) => !TEXTS.has(text)), []);
});

Deno.test("a translation has the places of its text", () => {
  const differing = Object.entries(CHINESE)
    .filter(([text, chinese]) => placesOf(text).join() !== placesOf(chinese).join())
    .map(([text]) => text);
  assertEquals(differing, []);
});

Deno.test("a translation is Chinese, of one line and without spaces around it", () => {
  const odd = Object.entries(CHINESE).filter(([text, chinese]) => {
    const isWords = /[a-z]{2}/i.test(text.replace(/\{\w+\}/g, ""));
    return chinese === "" || chinese.includes("\n") ||
      isWords && (!/\p{Script=Han}/u.test(chinese) || chinese.trim() !== chinese);
  });
  assertEquals(odd, []);
});

Deno.test("texts are said in the language that is set, with their places filled", () => {
  assertEquals(t("{name} came", { name: "bob" }), "bob came");
  try {
    setLanguage("zh");
    assertEquals(t("{name} came", { name: "bob" }), "bob 来了");
    assertEquals(t("no such {name}", { name: "text" }), "no such text");
  } finally {
    setLanguage("en");
  }
  assertEquals(t("{name} came"), "{name} came");
});

Deno.test("a Chinese locale asks for Chinese, any other for English", () => {
  const languages = ["zh_CN.UTF-8", "zh", "ZH_TW", "en_GB.UTF-8", "C", "", undefined].map(
    languageOf,
  );
  assertEquals(languages, ["zh", "zh", "zh", "en", "en", "en", "en"]);
});

function placesOf(text: string): string[] {
  return (text.match(/\{\w+\}/g) ?? []).sort();
}

/** The sources of the client, without tests. */
function* sources(folder: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    const path = join(folder, name);
    if (isDirectory) yield* sources(path);
    else if (name.endsWith(".ts") && !name.endsWith("_test.ts")) yield path;
  }
}

/** The texts that a source passes to `t`, and to the errors of TOML, whose messages are passed. */
function keysOf(path: string): [string, string][] {
  const source = ts.createSourceFile(path, Deno.readTextFileSync(path), ts.ScriptTarget.Latest);
  const keys: [string, string][] = [];
  const visit = (node: ts.Node): void => {
    const call = ts.isCallExpression(node) || ts.isNewExpression(node) ? node : undefined;
    const name = call !== undefined && ts.isIdentifier(call.expression) ? call.expression.text : "";
    const text = name === "t" ? call?.arguments?.[0] : undefined;
    const message = name === "TomlError" ? call?.arguments?.[1] : undefined;
    for (const one of [text, message]) {
      if (one !== undefined && ts.isStringLiteralLike(one)) {
        keys.push([one.text, path.slice(CLIENT.length)]);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return keys;
}

/** The texts of tables, which are passed to `t` where a table is shown. */
function tableTexts(): [string, string][] {
  const bindings = BINDINGS.flatMap(({ title, bindings }) => [
    title,
    ...bindings.map(({ description }) => description),
  ]);
  const fields = START_FIELDS.flatMap(({ label, help }) => [label, help]);
  return [
    ...bindings.map((text): [string, string] => [text, "bindings"]),
    ...fields.map((text): [string, string] => [text, "fields"]),
    ...COMMANDS.map(({ description }): [string, string] => [description, "commands"]),
    ...SETTINGS.map(({ description }): [string, string] => [description, "settings"]),
  ];
}
