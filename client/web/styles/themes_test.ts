/// <reference lib="deno.ns" />

import { assert, assertEquals } from "@std/assert";

/** Texts, by the grounds that they stand on. */
const PAIRS: Readonly<Record<string, readonly string[]>> = {
  text: ["ground", "ground-side", "ground-raised", "ground-selected", "mention-ground"],
  strong: ["ground", "ground-side", "ground-raised", "ground-selected", "mention-ground"],
  faint: ["ground", "ground-side", "ground-raised", "mention-ground"],
  accent: ["ground", "ground-side", "ground-raised", "mention-ground"],
  problem: ["ground", "ground-side", "ground-raised", "problem-ground", "mention-ground"],
  "on-accent": ["accent-ground"],
  "on-mention": ["mention"],
  ...Object.fromEntries(
    Array.from({ length: 12 }, (_, index) => [
      `nick-${index}`,
      ["ground", "ground-side", "ground-raised", "mention-ground"],
    ]),
  ),
};
/** Marks that are no text, and the edges of fields: WCAG 2.2, 1.4.11. */
const MARKS: Readonly<Record<string, readonly string[]>> = {
  good: ["ground-side", "ground-raised", "ground-selected"],
  away: ["ground-side", "ground-raised", "ground-selected"],
  border: ["ground", "ground-side"],
  focus: ["ground", "ground-side", "ground-raised"],
};
const MIN_TEXT = 4.5;
const MIN_TEXT_HIGH = 7;
const MIN_MARK = 3;

type Theme = Readonly<Record<string, string>>;

const CSS = Deno.readTextFileSync(new URL("./1_themes.css", import.meta.url));
const THEMES = themesOf(CSS);

Deno.test("the page has the themes dark, light, blue and high-contrast, of the same colours", () => {
  assertEquals([...THEMES.keys()].sort(), ["blue", "dark", "high-contrast", "light"]);
  const names = [...THEMES.values()].map((theme) => Object.keys(theme).sort().join(" "));
  assertEquals(new Set(names).size, 1);
});

for (const [name, theme] of THEMES) {
  Deno.test(`texts and marks of the theme ${name} have contrast`, () => {
    const min = name === "high-contrast" ? MIN_TEXT_HIGH : MIN_TEXT;
    assertEquals([...tooFaint(theme, PAIRS, min), ...tooFaint(theme, MARKS, MIN_MARK)], []);
  });
}

Deno.test("the colours of IRC can be read in every theme", () => {
  const timeline = Deno.readTextFileSync(new URL("./4_timeline.css", import.meta.url));
  const colours = [
    ...timeline.matchAll(/--(irc-\d+): light-dark\((#[\da-f]{6}), (#[\da-f]{6})\);/g),
  ];
  assertEquals(colours.length, 16);
  const faint = [...THEMES].flatMap(([name, theme]) => {
    const irc = colours.map(([, key = "", light = "", dark = ""]) =>
      [key, name === "light" ? light : dark] as const
    );
    const pairs = Object.fromEntries(irc.map(([key]) => [key, ["ground"]]));
    return tooFaint({ ...theme, ...Object.fromEntries(irc) }, pairs, MIN_TEXT)
      .map((text) => `${name}: ${text}`);
  });
  assertEquals(faint, []);
});

function tooFaint(
  theme: Theme,
  pairs: Readonly<Record<string, readonly string[]>>,
  min: number,
): string[] {
  return Object.entries(pairs).flatMap(([text, grounds]) =>
    grounds.map((ground) => ({
      pair: `${text} on ${ground}`,
      ratio: contrast(theme, { text, ground }),
    }))
      .filter(({ ratio }) => ratio < min)
      .map(({ pair, ratio }) => `${pair}: ${ratio.toFixed(2)}`)
  );
}

/** The contrast of two colours: WCAG 2.2, relative luminance. */
function contrast(
  theme: Theme,
  { text, ground }: { readonly text: string; readonly ground: string },
): number {
  const [a, b] = [luminance(theme[text]), luminance(theme[ground])];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function luminance(colour: string | undefined): number {
  assert(colour !== undefined && /^#[\da-f]{6}$/.test(colour), `${colour} is no colour`);
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The colours of each theme by their names, without shadows. */
function themesOf(css: string): Map<string, Theme> {
  const themes = new Map<string, Theme>();
  for (const [, selectors = "", body = ""] of css.matchAll(/((?::root[^{]*))\{([^}]*)\}/g)) {
    const name = /\[data-theme="([\w-]+)"\]/.exec(selectors)?.[1];
    if (name === undefined || !body.includes("--ground:") || selectors.includes(":not(")) continue;
    const colours = [...body.matchAll(/--([\w-]+): (#[\da-f]{6});/g)].map(([, key, value]) =>
      [key, value] as const
    );
    themes.set(name, Object.fromEntries(colours));
  }
  return themes;
}
