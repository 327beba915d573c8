import { assertEquals } from "@std/assert";
import { dirname, join } from "@std/path";
import ts from "typescript";

import { OPTION_ROWS } from "../cli/help.ts";
import { COMMANDS } from "../commands/mod.ts";
import { BINDINGS } from "../screen/bindings.ts";
import { START_FIELDS } from "../screen/start/start_form.ts";
import { NETWORK_KEYS, SETTINGS } from "../settings/mod.ts";
import { CHINESE } from "./chinese.ts";
import { CHINESE_OF_PAGE } from "./chinese_of_page.ts";
import { languageOf, setLanguage, t } from "./mod.ts";

const CLIENT = join(import.meta.dirname ?? "", "..") + "/";

/** Sentences that only programmers read, and what another program says. */
const NOT_FOR_PEOPLE: readonly string[] = [
  "Cannot split a text into pieces of {} bytes",
  "The screen needs a network",
  "invalid peer certificate: CaUsedAsEndEntity",
];
/** Three words of letters in a row. */
const SENTENCE = /(?:^|[^a-z])[a-z']+,? [a-z']+,? [a-z']+/i;

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

Deno.test("every text of the page has one that the page loads", () => {
  const tables = [...SETTINGS, ...COMMANDS].map(({ description }) => description);
  const missing = [...reachableFrom(join(CLIENT, "web/main.tsx"))].flatMap(keysOf)
    .map(([text]) => text).concat(tables).filter((text) => !Object.hasOwn(CHINESE_OF_PAGE, text));
  assertEquals(missing, []);
});

Deno.test("no text for people is written without a translation", () => {
  const found = [...sources(CLIENT)].flatMap(sentencesOf)
    .filter(([text]) => !isTranslated(text) && !NOT_FOR_PEOPLE.includes(text))
    .map(([text, where]) => `${where}: ${text}`);
  assertEquals(found, []);
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
    setLanguage("zh", CHINESE);
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
    else if (/\.tsx?$/.test(name) && !/_test\.tsx?$/.test(name)) yield path;
  }
}

/** A source and all that it imports, at once or later. */
function reachableFrom(path: string, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(path)) return found;
  found.add(path);
  const imports = Deno.readTextFileSync(path).matchAll(/(?:from |import\()"(\.[^"]+)"/g);
  for (const [, specifier = ""] of imports) {
    const imported = join(dirname(path), specifier);
    if (imported.startsWith(CLIENT)) reachableFrom(imported, found);
  }
  return found;
}

/** The texts that a source passes to `t`, marks as `translatable`, and passes to the errors of TOML, whose messages are passed. */
function keysOf(path: string): [string, string][] {
  const keys: [string, string][] = [];
  visit(path, (node) => {
    const call = ts.isCallExpression(node) || ts.isNewExpression(node) ? node : undefined;
    const name = call !== undefined && ts.isIdentifier(call.expression) ? call.expression.text : "";
    const text = name === "t" || name === "translatable" ? call?.arguments?.[0] : undefined;
    const message = name === "TomlError" ? call?.arguments?.[1] : undefined;
    for (const one of [text, message]) {
      const key = one === undefined ? undefined : literalText(one);
      if (key !== undefined) keys.push([key, path.slice(CLIENT.length)]);
    }
  });
  return keys;
}

/** The sentences of a source, with {} for what they are put together with. */
function sentencesOf(path: string): [string, string][] {
  const sentences: [string, string][] = [];
  if (path.includes("/testing/") || path.includes("/chinese/")) return sentences;
  visit(path, (node) => {
    if (ts.isBinaryExpression(node.parent) && literalText(node.parent) !== undefined) return;
    const text = literalText(node) ?? templateText(node);
    if (text === undefined || !SENTENCE.test(text)) return;
    const isUsage = text.startsWith("/");
    const isMarkup = text.startsWith("<") || text.includes("{ ");
    if (!isUsage && !isMarkup) sentences.push([text, path.slice(CLIENT.length)]);
  });
  return sentences;
}

/** Whether a sentence, which may have {} for a constant, is one of the texts. */
function isTranslated(sentence: string): boolean {
  const [start = "", end] = sentence.split("{}");
  if (end === undefined) return TEXTS.has(sentence);
  return [...TEXTS.keys()].some((text) => text.startsWith(start) && text.endsWith(end));
}

/** Calls a function for each part of a source. */
function visit(path: string, take: (node: ts.Node) => void): void {
  const text = Deno.readTextFileSync(path);
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const go = (node: ts.Node): void => {
    take(node);
    ts.forEachChild(node, go);
  };
  ts.forEachChild(source, go);
}

/** The text of a literal, or of literals that are joined by `+`. */
function literalText(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) {
    return undefined;
  }
  const [left, right] = [literalText(node.left), literalText(node.right)];
  return left === undefined || right === undefined ? undefined : left + right;
}

function templateText(node: ts.Node): string | undefined {
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.head.text + node.templateSpans.map(({ literal }) => `{}${literal.text}`).join("");
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
    ...NETWORK_KEYS.map(({ description }): [string, string] => [description, "networks"]),
    ...OPTION_ROWS.map(({ description }): [string, string] => [description, "options"]),
  ];
}
