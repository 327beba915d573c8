import { assertEquals, assertNotMatch, assertStringIncludes, assertThrows } from "@std/assert";

import { LIMITS } from "./limits.ts";
import { loadServerOptions, reloadServerOptions } from "./load.ts";
import { SETTINGS } from "./settings.ts";
import { type OptionsEnvironment, UsageError } from "./types.ts";

interface Given {
  args?: string[];
  env?: Record<string, string>;
  files?: Record<string, string>;
  toml?: string;
  worldReadable?: boolean;
}

function environmentOf({ env = {}, files = {}, toml, worldReadable = false }: Given) {
  const warnings: string[] = [];
  const all = toml === undefined ? files : { ...files, "chat.toml": toml };
  const environment: OptionsEnvironment = {
    env,
    readFile: (path) => {
      const text = all[path];
      if (text === undefined) throw new Deno.errors.NotFound(path);
      return text;
    },
    isWorldReadable: () => worldReadable,
    dataFolder: "/data",
    warn: (text) => warnings.push(text),
  };
  return { environment, warnings };
}

function load(from: Given) {
  return loadServerOptions(from.args ?? [], environmentOf(from).environment);
}

function refusal(from: Given): string {
  return assertThrows(() => load(from), UsageError).message;
}

const HASH = "$scrypt$ln=15,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA==$" +
  "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
const PEM = "-----BEGIN CERTIFICATE-----\n";

Deno.test("Without settings the server listens on this machine's own address only", () => {
  const options = load({});
  assertEquals(options.listen, [{ host: "127.0.0.1", port: 6667 }]);
  assertEquals(options.tls, undefined);
  assertEquals([options.network, options.name], ["chat", "local.chat"]);
  assertEquals(options.motd, []);
  assertEquals(options.data, "/data");
  assertEquals(options.limits.lineBytes, 512);
});

Deno.test("Flags win over variables, variables over the file, the file over defaults", () => {
  const toml = "[listen]\nport = 1\n[limits]\nburst = 1";
  const env = { CHAT_PORT: "2", CHAT_BURST: "2" };
  assertEquals(load({ toml }).listen[0]!.port, 1);
  assertEquals(load({ toml, env }).listen[0]!.port, 2);
  assertEquals(load({ toml, env }).limits.burst, 2);
  const both = load({ toml, env, args: ["--port", "3", "--burst=3"] });
  assertEquals([both.listen[0]!.port, both.limits.burst], [3, 3]);
});

Deno.test("Every limit is a flag, a variable and a key, and 0 is none where that makes sense", () => {
  for (const row of LIMITS) {
    const value = String(("min" in row ? row.min : 0) + (row.unit === "duration" ? 0 : 1));
    const variable = `CHAT_${row.key.toUpperCase().replaceAll("-", "_")}`;
    const expected = Number(value) * (row.unit === "duration" ? 1000 : 1);
    assertEquals(load({ args: [`--${row.key}`, value] }).limits[row.field], expected);
    assertEquals(load({ env: { [variable]: value } }).limits[row.field], expected);
    assertEquals(load({ toml: `[limits]\n${row.key} = ${value}` }).limits[row.field], expected);
    if (!("min" in row)) {
      assertEquals(load({ toml: `[limits]\n${row.key} = 0` }).limits[row.field], 0);
    }
  }
});

Deno.test("Sizes and durations are written as people write them", () => {
  const { limits } = load({
    toml: '[limits]\nsend-queue = "1.5 MiB"\nping-interval = "2m"\nping-timeout = 45',
    args: ["--registration-timeout", "500ms"],
  });
  assertEquals(limits.sendQueue, 1.5 * 2 ** 20);
  assertEquals(limits.pingInterval, 120_000);
  assertEquals(limits.pingTimeout, 45_000);
  assertEquals(limits.registrationTimeout, 500);
});

Deno.test("A name without a dot is the network's and gives the server's", () => {
  const names = (from: Given) => {
    const { name, network } = load(from);
    return [name, network];
  };
  assertEquals(names({ args: ["--name", "My Friends"] }), ["my-friends.chat", "My Friends"]);
  assertEquals(names({ args: ["--name", "irc.example.org"] }), [
    "irc.example.org",
    "irc.example.org",
  ]);
  assertEquals(names({ toml: 'name = "My.Little.Server"\nnetwork = "Ours"' }), [
    "My.Little.Server",
    "Ours",
  ]);
  assertEquals(names({ args: ["--network", "日本"] }), ["local.chat", "日本"]);
});

Deno.test("Several hosts are listened on, with TLS too", () => {
  const options = load({
    args: ["--host", "127.0.0.1", "--host", "[::1]", "--tls-cert", "c.pem", "--tls-key", "k.pem"],
    files: { "c.pem": PEM, "k.pem": PEM },
  });
  assertEquals(options.listen.map(({ host }) => host), ["127.0.0.1", "::1"]);
  assertEquals(options.tls, {
    listen: [{ host: "127.0.0.1", port: 6697 }, { host: "::1", port: 6697 }],
    cert: "c.pem",
    key: "k.pem",
  });
  const listed = load({ toml: "[[listen]]\nport = 1\n[[listen]]\nhost = '::1'\nport = 2" });
  assertEquals(listed.listen, [{ host: "127.0.0.1", port: 1 }, { host: "::1", port: 2 }]);
});

Deno.test("A whole settings file is understood", () => {
  const options = load({
    args: ["--config", "/etc/chat/my.toml"],
    files: {
      "/etc/chat/my.toml": `
        name = "irc.example.org"
        network = "Example"
        motd = "motd.txt"
        password = "sesame"
        [listen]
        host = ["0.0.0.0", "::"]
        [tls]
        port = 7000
        cert = "c.pem"
        key = "/keys/k.pem"
        [[operator]]
        name = "root"
        password = "p 1"
        [[operator]]
        name = "second"
        password-file = "oper.txt"
        [admin]
        email = "root@example.org"
        [log]
        level = "debug"
        format = "json"
        [accounts]
        mode = "required"
        register-before-connect = false
        require-email = true
        login-token-days = 30
        reserved-names = ["Staff", "Root"]
        [history]
        retention-days = 30
        auto-replay = 0
        direct-messages = false`,
      "/etc/chat/motd.txt": "Welcome\r\n\tto chat\n",
      "/etc/chat/c.pem": PEM,
      "/keys/k.pem": PEM,
      "/etc/chat/oper.txt": "p2\n",
    },
  });
  assertEquals(options.motd, ["Welcome", "    to chat"]);
  assertEquals(options.motdFile, "/etc/chat/motd.txt");
  assertEquals(options.password, "sesame");
  assertEquals(options.tls?.listen.map(({ port }) => port), [7000, 7000]);
  assertEquals([options.tls?.cert, options.tls?.key], ["/etc/chat/c.pem", "/keys/k.pem"]);
  assertEquals(options.operators, [
    { name: "root", password: "p 1" },
    { name: "second", password: "p2" },
  ]);
  assertEquals(options.admin, { email: "root@example.org" });
  assertEquals(options.log, { level: "debug", format: "json" });
  assertEquals(options.accounts, {
    mode: "required",
    registerBeforeConnect: false,
    requireEmail: true,
    loginTokenDays: 30,
    reservedNames: ["Staff", "Root"],
  });
  assertEquals(options.history, {
    retentionDays: 30,
    maxPerChannel: 0,
    autoReplay: 0,
    directMessages: false,
  });
  assertEquals(options.configFile, "/etc/chat/my.toml");
});

Deno.test("The message of the day may stand in the settings file itself", () => {
  assertEquals(load({ toml: 'motd = "Be kind."' }).motd, ["Be kind."]);
  assertEquals(load({ toml: 'motd = """\nBe kind.\n\nBe brief.\n"""' }).motd, [
    "Be kind.",
    "",
    "Be brief.",
  ]);
  assertEquals(load({ toml: 'motd = ["One", "Two"]' }).motd, ["One", "Two"]);
  assertStringIncludes(
    refusal({ args: ["--motd", "none.txt"] }),
    "none.txt: there is no such file",
  );
});

Deno.test("An unknown key is refused by name and file, with the nearest one", () => {
  assertEquals(refusal({ toml: 'colour = "red"' }), 'Unknown key "colour" in chat.toml');
  assertEquals(
    refusal({ toml: "[limits]\nbrust = 1" }),
    'Unknown key "limits.brust" in chat.toml; did you mean "limits.burst"?',
  );
  assertEquals(refusal({ toml: "[colours]\nred = 1" }), 'Unknown key "colours" in chat.toml');
  assertStringIncludes(refusal({ toml: "[[operator]]\nnick = 'x'" }), '"operator.nick"');
});

Deno.test("A wrong value is refused with its place and what was expected", () => {
  assertEquals(
    refusal({ toml: '[limits]\nburst = "many"' }),
    'Cannot use limits.burst = "many" from chat.toml: a whole number is expected',
  );
  const cases: [Given, string][] = [
    [{ args: ["--port", "70000"] }, "Cannot use --port 70000: at most 65535 is possible"],
    [{ args: ["--port=-1"] }, "Cannot use --port -1: a whole number is expected"],
    [{ args: ["--port"] }, "The flag --port needs a value"],
    [{ env: { CHAT_PORT: "x" } }, "Cannot use CHAT_PORT=x: a whole number is expected"],
    [{ toml: "[limits]\nburst = -1" }, "at least 0"],
    [{ toml: "[limits]\nburst = 1.5" }, "a whole number is expected"],
    [{ toml: "[limits]\nburst = true" }, "a whole number is expected"],
    [{ toml: "limits = 5" }, "Cannot use limits = 5 from chat.toml: [limits] with keys"],
    [{ toml: "[motd]\nx = 1" }, "Cannot use the table [motd] from chat.toml"],
    [{ toml: "[limits]\nping-timeout = '5 parsecs'" }, "a duration is expected"],
    [{ toml: "[limits]\nsend-queue = 'big'" }, "a size is expected"],
    [{ toml: "[limits]\nline-bytes = 100" }, "at least 512"],
    [{ toml: "[log]\nlevel = 'loud'" }, "one of error, warn, info, debug is expected"],
    [{ toml: "name = ''" }, "some text is expected"],
    [{ args: ["--name", "a..b c"] }, "a server name of letters"],
    [{ args: ["--host", "not an address"] }, "an address is expected"],
    [{ toml: "fsync = 'maybe'" }, "true or false is expected"],
    [{ toml: "port = \n" }, "Cannot read chat.toml"],
    [{ toml: "[[operator]]\nname = 'a'" }, 'The operator "a" in chat.toml has no password'],
    [{ args: ["--tls-port", "1"] }, "add --tls-cert FILE"],
    [{ args: ["--config", "gone.toml"] }, "settings file gone.toml: there is no such file"],
    [{ args: ["--prot", "1"] }, "Unknown flag --prot; did you mean --port?"],
    [{ args: ["here"] }, 'Cannot use "here"'],
  ];
  for (const [from, expected] of cases) assertStringIncludes(refusal(from), expected);
});

const PEM_FILES = { c: PEM, k: PEM };
const CERTIFICATE = ["--tls-cert", "c", "--tls-key", "k"];

Deno.test("The port without TLS can be turned off, but only with a certificate", () => {
  const { listen, tls } = load({
    args: ["--no-plain", "--port", "7", ...CERTIFICATE],
    files: PEM_FILES,
  });
  assertEquals(listen, []);
  assertEquals(tls?.listen, [{ host: "127.0.0.1", port: 6697 }]);
  assertStringIncludes(refusal({ args: ["--no-plain"] }), "without a certificate: add --tls-cert");
});

Deno.test("Clients are told to insist on TLS for --sts-days, by default not with an own issuer", () => {
  const seconds = (...args: string[]) =>
    load({ args: [...CERTIFICATE, ...args], files: PEM_FILES }).access.stsSeconds;
  assertEquals(seconds(), undefined);
  assertEquals(seconds("--sts-days", "2"), 172_800);
  assertEquals(seconds("--sts-days", "0"), 0);
  assertEquals(load({ args: ["--sts-days", "2"] }).access.stsSeconds, undefined);
});

Deno.test("A TLS file that is not PEM is refused", () => {
  const args = ["--tls-cert", "c", "--tls-key", "k"];
  assertEquals(
    refusal({ args, files: { c: PEM, k: "junk" } }),
    "Cannot use k as a TLS private key: it is not a PEM file",
  );
});

Deno.test("A password is never a flag, and never shown", () => {
  for (const args of [["--password", "sesame"], ["--password=sesame"]]) {
    const text = refusal({ args });
    assertStringIncludes(text, "--password-file");
    assertNotMatch(text, /sesame/);
  }
  for (const toml of ["password = ['sesame']", "[[operator]]\nname='a'\npassword = ['sesame']"]) {
    assertNotMatch(refusal({ toml }), /sesame/);
  }
});

Deno.test("The password comes from its file, CHAT_PASSWORD or the settings file, in that order", () => {
  const files = { pw: "from file\n" };
  const toml = 'password = "from settings"';
  const env = { CHAT_PASSWORD: "from variable" };
  assertEquals(load({ toml }).password, "from settings");
  assertEquals(load({ toml, env }).password, "from variable");
  assertEquals(load({ toml, env, files, args: ["--password-file", "pw"] }).password, "from file");
  assertStringIncludes(
    refusal({ args: ["--password-file", "pw"], files: { pw: "\n" } }),
    "its first line is empty",
  );
});

Deno.test("A settings file with passwords that everybody can read is warned about", () => {
  const warned = (from: Given) => {
    const { environment, warnings } = environmentOf({ ...from, worldReadable: true });
    loadServerOptions([], environment);
    return warnings.length;
  };
  assertEquals(warned({ toml: 'password = "x"' }), 1);
  assertEquals(warned({ toml: '[[operator]]\nname = "a"\npassword = "x"' }), 1);
  assertEquals(warned({ toml: 'network = "x"' }), 0);
  assertEquals(warned({ toml: `password = "${HASH}"` }), 0);
});

Deno.test("Other files with secrets that everybody can read are warned about by name", () => {
  const warnings = (from: Given) => {
    const { environment, warnings } = environmentOf({ ...from, worldReadable: true });
    loadServerOptions(from.args ?? [], environment);
    return warnings;
  };
  const files = { pw: "sesame\n", hashed: `${HASH}\n`, cert: PEM, key: PEM };
  assertEquals(warnings({ files, args: ["--password-file", "pw"] }), [
    "Everybody on this machine can read the password in pw; run: chmod 600 pw",
  ]);
  assertEquals(warnings({ files, args: ["--password-file", "hashed"] }), []);
  assertEquals(warnings({ files, args: ["--tls-cert", "cert", "--tls-key", "key"] }), [
    "Everybody on this machine can read the TLS private key key; run: chmod 600 key",
  ]);
  const toml = '[[operator]]\nname = "root"\npassword-file = "pw"';
  assertEquals(warnings({ files, toml }).length, 1);
});

Deno.test("A password may be a hash, and one that is not whole is refused without quoting it", () => {
  assertEquals(load({ toml: `password = "${HASH}"` }).password, HASH);
  const operator = (password: string) => `[[operator]]\nname = "a"\npassword = "${password}"`;
  assertEquals(load({ toml: operator(HASH) }).operators, [{ name: "a", password: HASH }]);
  const half = HASH.slice(0, 40);
  for (
    const from of [
      { toml: `password = "${half}"` },
      { toml: `password = "${HASH.slice(0, -1)}"` },
      { toml: `password = "${HASH.replace("ln=15", "ln=63")}"` },
      { toml: operator(half) },
      { args: ["--password-file", "pw"], files: { pw: half } },
    ]
  ) {
    const text = refusal(from);
    assertStringIncludes(text, "chat hash-password");
    assertNotMatch(text, /scrypt/);
  }
});

Deno.test("Reloading changes limits and message, and names what needs a restart", () => {
  const before = load({ toml: "[limits]\nburst = 1\n[listen]\nport = 1" });
  const { environment } = environmentOf({
    toml: 'motd = "New"\n[limits]\nburst = 2\n[listen]\nport = 2',
  });
  const { options, kept } = reloadServerOptions(before, { args: [], environment });
  assertEquals([options.limits.burst, options.motd], [2, ["New"]]);
  assertEquals(options.listen[0]!.port, 1);
  assertEquals(kept, ["listen"]);
});

Deno.test("Switches are on, off with no-, and may say true or false", () => {
  assertEquals(load({ args: ["--fsync"] }).fsync, true);
  assertEquals(load({ env: { CHAT_FSYNC: "1" }, args: ["--no-fsync"] }).fsync, false);
  assertEquals(load({ env: { CHAT_FSYNC: "yes" } }).fsync, true);
  assertEquals(load({ args: ["--no-direct-messages"] }).history.directMessages, false);
});

Deno.test("A password in an address is not shown, and a node's name needs a cluster", () => {
  const node = ["--node", "a"];
  const secret = refusal({ args: ["--cluster", "nats://me:secret@10.0.0.1", ...node] });
  assertStringIncludes(secret, "--cluster nats://…@10.0.0.1: ");
  assertStringIncludes(secret, "--cluster-credentials");
  assertNotMatch(secret, /secret/);
  assertStringIncludes(refusal({ args: node }), "add --cluster");
});

Deno.test("A file of credentials that is not there is refused by its name", () => {
  const environment: OptionsEnvironment = {
    ...environmentOf({}).environment,
    isWorldReadable: (path) => {
      throw new Deno.errors.NotFound(path);
    },
  };
  const args = ["--cluster", "nats://10.0.0.1", "--node", "a", "--cluster-credentials", "x.creds"];
  assertThrows(
    () => loadServerOptions(args, environment),
    UsageError,
    "Cannot read the NATS credentials x.creds: there is no such file",
  );
});

Deno.test("No two settings or limits share a name", () => {
  const names = [...SETTINGS.map(({ name }) => name as string), ...LIMITS.map(({ key }) => key)];
  assertEquals(new Set(names).size, names.length);
});
