import { assert, assertEquals } from "@std/assert";

/** A module of the output of `deno info --json`, as far as it matters here. */
interface Module {
  readonly specifier: string;
  readonly dependencies?: readonly {
    readonly isDynamic?: boolean;
    readonly code?: { readonly specifier?: string };
  }[];
}

Deno.test("A server of its own loads nothing of a cluster, and the program has it all the same", async () => {
  const start = new URL("../cli.ts", import.meta.url).href;
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", "--lock=tests/deno.lock", start],
    cwd: new URL("../../", import.meta.url),
  }).output();
  assert(success);
  const { modules } = JSON.parse(new TextDecoder().decode(stdout)) as {
    readonly modules: readonly Module[];
  };
  const isOfCluster = (specifier: string) => /\/server\/cluster\/|@nats-io/.test(specifier);
  assert(modules.some(({ specifier }) => specifier.endsWith("/server/cluster/nats.ts")));
  assertEquals(loadedAtOnce(modules, start).filter(isOfCluster), []);
});

/** The modules that are loaded with one, without those that it may load later. */
function loadedAtOnce(modules: readonly Module[], start: string): string[] {
  const bySpecifier = new Map(modules.map((module) => [module.specifier, module]));
  const loaded = new Set([start]);
  for (const specifier of loaded) {
    for (const { isDynamic, code } of bySpecifier.get(specifier)?.dependencies ?? []) {
      if (isDynamic !== true && code?.specifier !== undefined) loaded.add(code.specifier);
    }
  }
  return [...loaded];
}
