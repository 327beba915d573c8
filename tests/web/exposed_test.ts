import { assertEquals } from "@std/assert";

import { startServer } from "../harness/server.ts";
import { openPage, OTHER_HOST, testInBrowser } from "./browser.ts";

const PASSWORD = "a long password";
const NOTICE = "This page has no https";

testInBrowser(
  "A page without https from another machine says that passwords can be read, and logs in by SCRAM",
  async () => {
    await using server = await startServer({ args: ["--web-port", "0", "--web-origins", "*"] });
    await using owner = await openPage(server);
    await owner.page.locator("input[name=name]").fill("erin");
    await owner.page.getByRole("radio", { name: "Register" }).check();
    assertEquals(await owner.page.getByText(NOTICE).count(), 0);
    await owner.page.locator("input[name=password]").fill(PASSWORD);
    await owner.page.locator("button[type=submit]").click();
    await owner.hasEntered();
    await using visitor = await openPage(server, { host: OTHER_HOST });
    const { page } = visitor;
    const sent: string[] = [];
    page.on("websocket", (socket) => {
      socket.on("framesent", ({ payload }) => sent.push(String(payload)));
    });
    assertEquals(await page.getByText(NOTICE).count(), 0);
    await page.getByRole("radio", { name: "Log in" }).check();
    await page.getByText(NOTICE).waitFor();
    await page.locator("input[name=name]").fill("erin");
    await page.locator("input[name=password]").fill(PASSWORD);
    await page.locator("button[type=submit]").click();
    await visitor.hasEntered();
    const logins = sent.join("\n").match(/AUTHENTICATE [A-Z-]+\d*$/gm);
    assertEquals(logins?.[0], "AUTHENTICATE SCRAM-SHA-256");
  },
);
