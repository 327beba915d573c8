import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { loadServerOptions, reloadServerOptions } from "./load.ts";
import { type OptionsEnvironment, type ServerOptions, UsageError } from "./types.ts";

const PEM = "-----BEGIN";
const WITH_TLS = ["--tls-cert", "cert", "--tls-key", "key"];

function environment(toml: string): OptionsEnvironment {
  return {
    env: {},
    readFile: (path) => path === "chat.toml" ? toml : PEM,
    isWorldReadable: () => false,
    dataFolder: "/data",
    warn: () => {},
  };
}

function load(args: readonly string[], toml = ""): ServerOptions {
  return loadServerOptions(args, environment(toml));
}

function refusal(args: readonly string[], toml = ""): string {
  return assertThrows(() => load(args, toml), UsageError).message;
}

Deno.test("The page is on this machine's port 8067, where nobody asked for it", () => {
  const { web } = load([]);
  assertEquals(web?.listen, [{ host: "127.0.0.1", port: 8067 }]);
  assertEquals([web?.asked, web?.tls, web?.origins], [false, false, []]);
  assertEquals(web?.trustedProxies.has("127.0.0.1"), false);
});

Deno.test("The page can be turned off and moved", () => {
  assertEquals(load(["--no-web"]).web, undefined);
  assertEquals(load([], "[web]\nenabled = false").web, undefined);
  const { web } = load(["--web-host", "0.0.0.0,::", "--web-port", "80"]);
  assertEquals(web?.listen, [{ host: "0.0.0.0", port: 80 }, { host: "::", port: 80 }]);
  assertEquals(web?.asked, true);
  assertEquals(load([], "[web]\nport = 8067").web?.asked, true);
  assertEquals(load(["--web"]).web?.asked, true);
});

Deno.test("The page is encrypted with the server's certificate, unless that is turned off", () => {
  assertEquals(load(WITH_TLS).web?.tls, true);
  assertEquals(load([...WITH_TLS, "--no-web-tls"]).web?.tls, false);
});

Deno.test("Origins and proxies are lists or texts with commas", () => {
  const { web } = load(
    [],
    '[web]\norigins = ["https://A.example/"]\ntrusted-proxies = "::1,10.0.0.0/8"',
  );
  assertEquals(web?.origins, ["https://a.example"]);
  assertEquals(["::1", "10.9.9.9", "11.0.0.1"].map((it) => web?.trustedProxies.has(it)), [
    true,
    true,
    false,
  ]);
  assertEquals(load(["--web-origins", "https://a.example,*"]).web?.origins, [
    "https://a.example",
    "*",
  ]);
});

Deno.test("An origin or a proxy that cannot be is refused", () => {
  assertStringIncludes(refusal(["--web-origins", "a.example"]), "an origin is expected");
  assertStringIncludes(refusal(["--web-origins", "https://a.example/x"]), "an origin is expected");
  assertStringIncludes(
    refusal([], '[web]\ntrusted-proxies = ["10.0.0.0/33"]'),
    '"10.0.0.0/33" is no',
  );
  assertStringIncludes(refusal([], "[web]\nprot = 1"), 'did you mean "web.port"?');
});

Deno.test("Reloading changes origins and proxies; where the page is needs a restart", () => {
  const before = load([], "[web]\nport = 1");
  const toml = '[web]\nport = 2\norigins = "*"\ntrusted-proxies = "::1"';
  const { options, kept } = reloadServerOptions(before, {
    args: [],
    environment: environment(toml),
  });
  assertEquals(options.web?.listen[0]?.port, 1);
  assertEquals(options.web?.origins, ["*"]);
  assertEquals(options.web?.trustedProxies.has("::1"), true);
  assertEquals(kept, ["web"]);
});

Deno.test("Reloading neither opens nor closes the page", () => {
  const reload = (before: string, after: string) =>
    reloadServerOptions(load([], before), { args: [], environment: environment(after) });
  const off = "[web]\nenabled = false";
  assertEquals(reload(off, "").options.web, undefined);
  assertEquals(reload(off, "").kept, ["web"]);
  assertEquals(reload("", off).options.web?.listen[0]?.port, 8067);
  assertEquals(reload("", off).kept, ["web"]);
  assertEquals(reload(off, off).kept, []);
});
