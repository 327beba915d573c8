import { assert, assertEquals } from "@std/assert";

import { findBrokenLinks, type Pages, quotedMessages, quotedPaths } from "./pages.ts";

const ROOT = new URL("../", import.meta.url);
const SKIPPED = ["dist", "node_modules"];

function walk(folder: string, found: string[] = []): string[] {
  for (const { name, isDirectory } of Deno.readDirSync(new URL(folder, ROOT))) {
    if (name.startsWith(".") || SKIPPED.includes(name)) continue;
    if (isDirectory) walk(`${folder}${name}/`, found);
    else found.push(`${folder}${name}`);
  }
  return found;
}

function read(path: string): string {
  return Deno.readTextFileSync(new URL(path, ROOT));
}

const files = walk("");
const pages: Pages = new Map(
  files.filter((path) => path.endsWith(".md")).map((path) => [path, read(path)]),
);

function exists(path: string): boolean {
  return files.some((file) => file === path || file.startsWith(path.replace(/\/?$/, "/")));
}

Deno.test("Every relative link and anchor of the pages resolves", () => {
  assert(pages.has("README.md"));
  assertEquals(findBrokenLinks(pages, exists), []);
});

Deno.test("Every path that the pages quote exists", () => {
  const quoted = Array.from(pages.values()).flatMap(quotedPaths);
  assert(quoted.length > 0);
  assertEquals(quoted.filter((path) => !exists(path)), []);
});

Deno.test("Every message that the pages quote is one of the server's", () => {
  const sources = files.filter((path) => /^server\/.*(?<!_test)\.ts$/.test(path)).map(read);
  const quoted = Array.from(pages).filter(([page]) => page.startsWith("docs/"))
    .flatMap(([, text]) => quotedMessages(text));
  assert(quoted.length > 0);
  assertEquals(quoted.filter((message) => !sources.some((text) => text.includes(message))), []);
});

Deno.test("Links to missing files and headings are found", () => {
  const linked: Pages = new Map([
    ["a.md", "[b](docs/b.md#two-words) [c](docs/c.md) [d](docs/b.md#none) ![e](e.svg)"],
    ["docs/b.md", "# Two `words`!\n\n[a](../a.md) [here](#two-words)\n\n```\n[x](x.md)\n```\n"],
  ]);
  assertEquals(findBrokenLinks(linked, () => false), [
    "a.md: the link docs/c.md leads to no file",
    "a.md: the link docs/b.md#none leads to no heading",
    "a.md: the link e.svg leads to no file",
  ]);
});
