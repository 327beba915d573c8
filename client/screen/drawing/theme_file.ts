import { TomlDocument, TomlError } from "../../settings/mod.ts";
import { t } from "../../texts/mod.ts";
import { type Role, ROLES } from "./style.ts";
import { type Look, MONO, type Theme, THEMES } from "./themes.ts";

const COLOUR_KEYS = ["fg", "bg"] as const;
const SWITCH_KEYS = ["bold", "dim", "italic", "underline", "inverse"] as const;
const MAX_NICKNAME_COLOURS = 64;

/**
 * The theme of that name: one that is built in, or a file of the person's. Throws an Error whose
 * text says why there is none.
 */
export function findTheme(name: string, readFile: (name: string) => string): Theme {
  const known = THEMES.find((theme) => theme.name === name);
  return known ?? parseTheme(name, readFile(name));
}

/**
 * Reads a theme from TOML: `base`, `background`, `foreground`, `nicknames`, and a table
 * `[roles.NAME]` with `fg`, `bg`, `bold`, `dim`, `italic`, `underline`, `inverse` for each role
 * that looks different than in the theme `base`. Throws an Error whose text says what is wrong in
 * which line.
 */
export function parseTheme(name: string, text: string): Theme {
  let document: TomlDocument | undefined;
  try {
    document = new TomlDocument(text);
    return themeOf(name, document.tables);
  } catch (error) {
    if (!(error instanceof TomlError) && !(error instanceof WrongKey)) throw error;
    const isToml = error instanceof TomlError;
    const line = isToml ? error.line : document?.lineOf(error.key) ?? 1;
    const reason = isToml ? t(error.message) : error.message;
    throw new Error(
      t("{path}, line {line}: {reason}", { path: `${name}.toml`, line, reason }),
      { cause: error },
    );
  }
}

function themeOf(name: string, table: Readonly<Record<string, unknown>>): Theme {
  const base = table["base"] === undefined
    ? THEMES[0] ?? MONO
    : THEMES.find((theme) => theme.name === table["base"]);
  if (base === undefined) throw wrong("base", THEMES.map((theme) => theme.name).join(", "));
  const nicknames = table["nicknames"] ?? base.nicknames;
  if (!Array.isArray(nicknames) || nicknames.length > MAX_NICKNAME_COLOURS) {
    throw wrong("nicknames", '["#rrggbb", …]');
  }
  const roles: Partial<Record<Role, Look>> = { ...base.roles };
  for (const [role, look] of Object.entries(tableOf(table["roles"] ?? {}, "roles"))) {
    if (!isRole(role)) throw wrong(`roles.${role}`, ROLES.join(", "));
    roles[role] = parseLook(tableOf(look, `roles.${role}`), `roles.${role}`);
  }
  return {
    name,
    background: colourOf(table["background"], "background") ?? base.background,
    foreground: colourOf(table["foreground"], "foreground") ?? base.foreground,
    nicknames: nicknames.map((one) => colourOf(one, "nicknames") ?? ""),
    roles,
  };
}

function parseLook(table: Readonly<Record<string, unknown>>, where: string): Look {
  const look: Record<string, string | boolean> = {};
  for (const [key, value] of Object.entries(table)) {
    if (COLOUR_KEYS.some((one) => one === key)) {
      look[key] = colourOf(value, `${where}.${key}`) ?? "";
    } else if (SWITCH_KEYS.some((one) => one === key) && typeof value === "boolean") {
      look[key] = value;
    } else throw wrong(`${where}.${key}`, [...COLOUR_KEYS, ...SWITCH_KEYS].join(", "));
  }
  return look;
}

function isRole(name: string): name is Role {
  return ROLES.some((role) => role === name);
}

function tableOf(value: unknown, where: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw wrong(where, "[table]");
  }
  return value as Readonly<Record<string, unknown>>;
}

function colourOf(value: unknown, where: string): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "string" && /^#[\da-f]{6}$/i.test(value)) return value;
  throw wrong(where, '"#rrggbb"');
}

/** A key whose value a theme cannot have. */
class WrongKey extends Error {
  readonly key: string;

  constructor(key: string, text: string) {
    super(text);
    this.key = key;
  }
}

function wrong(key: string, wanted: string): WrongKey {
  return new WrongKey(key, t("{key} is not {wanted}", { key, wanted }));
}
