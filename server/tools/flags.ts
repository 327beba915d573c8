import { parseArgs } from "@std/cli/parse-args";
import { UsageError } from "../options/mod.ts";

/** The command line of a tool. */
export interface ToolFlags {
  /** The value of each flag by its name. */
  readonly values: Readonly<Record<string, string | undefined>>;
  /** The flags without a value that are given. */
  readonly switches: ReadonlySet<string>;
  /** The arguments that are not flags. */
  readonly words: readonly string[];
  readonly help: boolean;
}

/**
 * Reads the command line of a tool. Throws UsageError for a flag that is neither in `names`, of
 * those with a value, nor in `switches`.
 */
export function readFlags(
  args: readonly string[],
  names: readonly string[],
  { switches = [] }: { readonly switches?: readonly string[] } = {},
): ToolFlags {
  const flags = parseArgs([...args], {
    boolean: ["help", ...switches],
    string: [...names],
    alias: { help: "h" },
    unknown: (flag: string) => {
      if (!flag.startsWith("-")) return true;
      throw new UsageError(`Unknown flag ${JSON.stringify(flag)}; see --help`);
    },
  }) as Record<string, unknown>;
  const values = Object.fromEntries(names.map((name) => {
    const value = flags[name];
    if (Array.isArray(value)) throw new UsageError(`--${name} may be given only once`);
    if (value === "") throw new UsageError(`--${name} needs a value`);
    return [name, value === undefined ? undefined : String(value)];
  }));
  const given = new Set(switches.filter((name) => flags[name] === true));
  return {
    values,
    switches: given,
    words: (flags["_"] as unknown[]).map(String),
    help: flags["help"] === true,
  };
}
