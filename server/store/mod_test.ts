import { assertEquals, assertThrows } from "@std/assert";
import { openStore } from "./mod.ts";
import { testUnless } from "../../tests/harness/unless.ts";

Deno.test("A second server on a folder is refused until the first is closed", () => {
  const data = Deno.makeTempDirSync();
  const first = openStore({ data, fsync: false });
  assertThrows(() => openStore({ data, fsync: false }), Error, "another chat serves from it");
  first.close();
  openStore({ data, fsync: false }).close();
});

Deno.test("A database that a newer program wrote is refused with its version", () => {
  const data = Deno.makeTempDirSync();
  const store = openStore({ data, fsync: false });
  store.db.exec("PRAGMA user_version = 9999");
  store.close();
  assertThrows(() => openStore({ data, fsync: false }), Error, "schema 9999");
});

Deno.test("The error about a damaged database names it and says what to do", () => {
  const data = Deno.makeTempDirSync();
  openStore({ data, fsync: false }).close();
  Deno.writeTextFileSync(`${data}/chat.db`, "no database at all ".repeat(1000));
  assertThrows(() => openStore({ data, fsync: false }), Error, `"${data}/chat.db": it is damaged`);
});

Deno.test("Only its owner can enter a data folder", () => {
  const data = `${Deno.makeTempDirSync()}/deep/er`;
  openStore({ data, fsync: false }).close();
  if (Deno.build.os !== "windows") assertEquals((Deno.statSync(data).mode ?? 0) & 0o777, 0o700);
});

testUnless(Deno.build.os === "windows" ? "files have no mode here" : undefined, {
  name: "In a folder that others can enter, they can read none of the server's files",
  fn() {
    const data = Deno.makeTempDirSync();
    Deno.chmodSync(data, 0o755);
    Deno.writeTextFileSync(`${data}/chat.db`, "", { mode: 0o644 });
    const store = openStore({ data, fsync: false });
    const modes = [...Deno.readDirSync(data)].map(({ name }) => {
      return [name, (Deno.statSync(`${data}/${name}`).mode ?? 0) & 0o777];
    });
    store.close();
    assertEquals(
      modes.toSorted(),
      ["chat.db", "chat.db-shm", "chat.db-wal", "chat.lock"].map((name) => [name, 0o600]),
    );
  },
});
