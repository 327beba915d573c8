/**
 * Names that look alike. UTS 39, "Confusable Detection"; the table is in confusables.ts.
 */

import { CONFUSABLES } from "./confusables.ts";
import { casefold } from "./names.ts";

/** Printable ASCII without the bar, which looks like a letter. */
const PLAIN = /^[\x20-{}~]*$/;

let table: ReadonlyMap<string, string> | undefined;

/**
 * The forms under which a name is recognised by its looks, casefolded: two names look alike if they
 * share a form. The first is the name itself, and of most names in ASCII the only one.
 *
 * A capital and its small letter may look like different letters, so both are forms: `ВОВ` in
 * Cyrillic looks like `BOB`.
 */
export function lookalikeForms(name: string): readonly string[] {
  const key = casefold(name);
  if (PLAIN.test(name)) return [key];
  return [...new Set([key, casefold(skeleton(name)), casefold(skeleton(key))])];
}

/**
 * A form that is the same for names that could be taken for each other at a glance, also in ASCII:
 * `NlckServ` for `NickServ`. For names that nobody but the network itself may have.
 */
export function glanceForm(name: string): string {
  return casefold(skeleton(name)).replace(/[i1|]/g, "l").replaceAll("0", "o")
    .replaceAll("rn", "m").replaceAll("vv", "w");
}

/** A name with each character replaced by the one that it looks like. */
function skeleton(name: string): string {
  table ??= readTable();
  let text = "";
  for (const character of name.normalize("NFD")) text += table.get(character) ?? character;
  return text.normalize("NFD");
}

function readTable(): ReadonlyMap<string, string> {
  const entries = CONFUSABLES.split(" ").flatMap((group) => {
    const comma = group.lastIndexOf(",");
    const target = group.slice(0, comma);
    return [...group.slice(comma + 1)].map((character) => [character, target] as const);
  });
  return new Map(entries);
}
