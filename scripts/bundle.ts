/** Options for {@linkcode bundle}. */
export interface BundleOptions {
  readonly platform: "browser" | "deno";
  readonly minify: boolean;
  /** The folder for the files; it is made if need be. */
  readonly folder: string;
}

/**
 * Bundles a source with everything it imports, each part that is loaded later in a file of its own.
 * The first file has the name of the source, with `.js`. Throws an Error that says why it cannot.
 */
export async function bundle(
  source: string,
  { platform, minify, folder }: BundleOptions,
): Promise<void> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["bundle", "--quiet", "--code-splitting", "--platform", platform],
      ...(minify ? ["--minify"] : []),
      ...["--outdir", folder, source],
    ],
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).output();
  if (success) return;
  throw new Error(`Cannot bundle ${source}: ${new TextDecoder().decode(stderr).trim()}`);
}
