import { messageOf } from "../../../protocol/errors.ts";
import type { Settings } from "../../settings/mod.ts";
import { t } from "../../texts/mod.ts";
import type { ColourDepth, Painter } from "./paint.ts";
import { findTheme } from "./theme_file.ts";
import { MONO, type Theme, THEMES } from "./themes.ts";

/** Options for {@linkcode Looks}. */
export interface LooksOptions {
  readonly settings: Settings;
  readonly env: (name: string) => string | undefined;
  /** The text of a theme of the person's own. Throws an Error. */
  readonly readTheme: (name: string) => string;
}

/** How the screen looks by the settings and what the terminal can show. */
export class Looks {
  readonly #options: LooksOptions;
  #theme: Theme = THEMES[0] ?? MONO;
  #painter: Painter | undefined;

  constructor(options: LooksOptions) {
    this.#options = options;
    options.settings.addCheck("theme", (name) => this.#problemOf(name));
  }

  /** The same object until {@linkcode Looks.update}. */
  get painter(): Painter {
    this.#painter ??= { theme: this.#theme, depth: this.#depth() };
    return this.#painter;
  }

  /** Follows the settings. Returns why the theme cannot be used; undefined if it can. */
  update(): string | undefined {
    this.#painter = undefined;
    const name = this.#options.settings.get("theme");
    const reason = this.#problemOf(name);
    if (reason !== undefined) return t("Cannot use the theme “{name}”: {reason}", { name, reason });
    this.#theme = findTheme(name, this.#options.readTheme);
    return undefined;
  }

  /** Why a theme cannot be used; undefined if it can. */
  #problemOf(name: string): string | undefined {
    try {
      findTheme(name, this.#options.readTheme);
      return undefined;
    } catch (error) {
      return messageOf(error);
    }
  }

  #depth(): ColourDepth {
    const { settings, env } = this.#options;
    const wanted = settings.get("colours");
    return wanted === "auto" ? depthOf(env) : wanted;
  }
}

/** The colours that a terminal shows by its environment; none where NO_COLOR is set. */
export function depthOf(env: (name: string) => string | undefined): ColourDepth {
  if ((env("NO_COLOR") ?? "") !== "") return "none";
  if (/truecolor|24bit/i.test(env("COLORTERM") ?? "")) return "true";
  return /256|kitty|direct/.test(env("TERM") ?? "") ? "256" : "16";
}
