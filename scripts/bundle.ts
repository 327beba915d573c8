/** Options for {@linkcode bundle}. */
export interface BundleOptions {
  readonly platform: "browser" | "deno";
  readonly minify: boolean;
  /** `iife` for a script that is no module; its parts are not split. `esm` if not given. */
  readonly format?: "esm" | "iife";
  /** The folder for the files; it is made if need be. */
  readonly folder: string;
}

/**
 * Bundles a source with everything it imports, each part that is loaded later in a file of its own.
 * The first file has the name of the source, with `.js` for a script. Throws an Error that says why
 * it cannot.
 */
export async function bundle(
  source: string,
  { platform, minify, format = "esm", folder }: BundleOptions,
): Promise<void> {
  const options = ["--quiet", "--platform", platform, "--format", format, "--outdir", folder];
  if (format === "esm") options.push("--code-splitting");
  if (minify) options.push("--minify");
  await runDeno(["bundle", ...options, source], `bundle ${source}`);
}

/**
 * Runs Deno, and returns what it prints. Throws an Error that says why it cannot do `what`.
 */
export async function runDeno(args: readonly string[], what: string): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...args],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).output();
  if (success) return new TextDecoder().decode(stdout);
  throw new Error(`Cannot ${what}: ${new TextDecoder().decode(stderr).trim()}`);
}
