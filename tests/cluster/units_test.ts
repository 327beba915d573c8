import { assertEquals } from "@std/assert";
import { pathOf, testUnless } from "../harness/peers.ts";

const ANALYZE = pathOf("systemd-analyze");
const DOCS = new URL("../../docs/", import.meta.url);
/** What is written to a file: its path, and the block that follows. */
const BLOCK = /`(\/etc\/systemd\/system\/[^`]+)`:\n\n```ini\n([^]*?)```/g;
/** A service as Debian's package of nats-server has it, in short. */
const NATS_SERVICE = "[Service]\nExecStart=/bin/true -c /etc/nats-server.conf\n";

testUnless(ANALYZE === undefined ? "systemd-analyze is not installed" : undefined, {
  name: "systemd finds nothing wrong in the units that the pages show",
  fn: async () => {
    const folder = await Deno.makeTempDir({ prefix: "chat-units-" });
    await Deno.writeTextFile(`${folder}/nats-server.service`, NATS_SERVICE);
    const written: string[] = [];
    for (const page of ["operating.md", "many-machines.md"]) {
      const text = await Deno.readTextFile(new URL(page, DOCS));
      for (const [, path = "", unit = ""] of text.matchAll(BLOCK)) {
        const name = path.replace("/etc/systemd/system/", "");
        if (name.includes("/")) await Deno.mkdir(`${folder}/${name.split("/")[0]}`);
        // The program need not be installed here.
        const local = unit.replaceAll("/usr/local/bin/chat", "/bin/true");
        await Deno.writeTextFile(`${folder}/${name}`, local);
        written.push(name);
      }
    }
    assertEquals(written, [
      "chat.service",
      "nats-server.service.d/chat.conf",
      "chat.service.d/cluster.conf",
    ]);
    const units = ["nats-server", "chat"].map((name) => `${folder}/${name}.service`);
    const { stderr } = await new Deno.Command(ANALYZE!, {
      args: ["verify", "--recursive-errors=no", ...units],
      env: { SYSTEMD_UNIT_PATH: `${folder}:` },
    }).output();
    const lines = new TextDecoder().decode(stderr).split("\n");
    assertEquals(
      lines.filter((line) => line.includes(folder) || line.includes("chat.service")),
      [],
    );
    await Deno.remove(folder, { recursive: true });
  },
});
