import { assertEquals, assertStringIncludes } from "@std/assert";

import { FakeIo } from "../testing/fake_io.ts";
import { FakeServer } from "../testing/fake_server.ts";
import { openSettings, settingsPath } from "./settings.ts";

function ioWith(files: Record<string, string>, env: Record<string, string>): FakeIo {
  return new FakeIo({
    connect: new FakeServer().connect,
    files: new Map(Object.entries(files)),
    env,
  });
}

Deno.test("The settings file is in the folder that the platform names", () => {
  const path = (env: Record<string, string>) => settingsPath((name) => env[name]);
  assertEquals(path({ HOME: "/h" }), "/h/.config/chat/settings.toml");
  assertEquals(path({ HOME: "/h", XDG_CONFIG_HOME: "/x" }), "/x/chat/settings.toml");
  assertEquals(path({ CHAT_SETTINGS: "/s.toml", HOME: "/h" }), "/s.toml");
  assertEquals(path({ HOME: "/h", APPDATA: "/a", XDG_CONFIG_HOME: "/x" }), "/a/chat/settings.toml");
  assertEquals(path({}), undefined);
});

Deno.test("Friends of an earlier version are moved to the new file once", () => {
  const old = JSON.stringify({ friends: ["alice", 3, "a b", "bob"] });
  const io = ioWith({ "/h/.config/chat/settings.json": old }, { HOME: "/h" });
  assertEquals(openSettings(io).get("friends"), ["alice", "bob"]);
  assertEquals(io.files.get("/h/.config/chat/settings.json"), old);
  const path = "/h/.config/chat/settings.toml";
  assertStringIncludes(io.files.get(path) ?? "", 'friends = ["alice","bob"]');
  openSettings(io).set("friends", []);
  assertEquals(openSettings(io).get("friends"), []);
});

Deno.test("Friends of an earlier version do not touch a broken file", () => {
  const io = ioWith({
    "/c/chat/settings.json": '{"friends":["alice"]}',
    "/c/chat/settings.toml": "oh no",
  }, { XDG_CONFIG_HOME: "/c" });
  assertEquals(openSettings(io).get("friends"), []);
  assertEquals(io.files.get("/c/chat/settings.toml"), "oh no");
});
