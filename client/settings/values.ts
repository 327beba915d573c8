import { t } from "../texts/mod.ts";
import type { AnyValue, SettingRow } from "./table.ts";

/** Items of a list; a longer one is refused. */
const MAX_ITEMS = 500;
const MAX_TEXT_CHARACTERS = 500;
const SWITCHES: ReadonlyMap<string, boolean> = new Map([
  ["on", true],
  ["true", true],
  ["yes", true],
  ["off", false],
  ["false", false],
  ["no", false],
]);

/** Returns why a value cannot be that of a setting, or undefined if it can. */
export function wrongValue(row: SettingRow, value: unknown): string | undefined {
  switch (row.type) {
    case "switch":
      return typeof value === "boolean" ? undefined : t("it is on or off");
    case "number": {
      const { min, max } = row;
      const fits = typeof value === "number" && Number.isInteger(value) && value >= min &&
        value <= max;
      return fits ? undefined : t("it is a number from {min} to {max}", { min, max });
    }
    case "choice": {
      const choices = row.choices.join(", ");
      const fits = typeof value === "string" && row.choices.includes(value);
      return fits ? undefined : t("it is one of {choices}", { choices });
    }
    case "text":
      return isText(value) ? undefined : t("it is a text of one line");
    case "list": {
      const fits = Array.isArray(value) && value.length <= MAX_ITEMS && value.every(isText);
      return fits ? undefined : t("it is a list of at most {max} texts", { max: MAX_ITEMS });
    }
  }
}

function isText(value: unknown): value is string {
  // deno-lint-ignore no-control-regex
  return typeof value === "string" && value.length <= MAX_TEXT_CHARACTERS && !/[\x00-\x1f\x7f]/
    .test(value);
}

/** Parses a value as a person types it; the result may still be wrong for the setting. */
export function parseTyped(row: SettingRow, typed: string): unknown {
  const text = typed.trim();
  switch (row.type) {
    case "switch":
      return SWITCHES.get(text.toLowerCase());
    case "number":
      return /^\d+$/.test(text) ? Number(text) : undefined;
    case "list":
      return text.split(/[\s,]+/).filter((item) => item !== "");
    case "choice":
    case "text":
      return text;
  }
}

/** Formats a value for people, as {@linkcode parseTyped} reads it. */
export function formatValue(value: AnyValue): string {
  if (typeof value === "boolean") return value ? "on" : "off";
  if (typeof value === "object") return value.length === 0 ? "–" : value.join(" ");
  return value === "" ? "–" : String(value);
}
