import { startServer } from "../tests/harness/server.ts";
import { closeBrowser, openPage, PHONE, type Visitor } from "../tests/web/browser.ts";
import { OTHER_ROOM, ROOM, Talker } from "./talker.ts";

const ROOT = new URL("../", import.meta.url).pathname;
const DESK = { width: 1120, height: 700 };
const DRAFT = "see you at the demo, 明天见";
/** Times of day differ from run to run; the pictures show the minutes from this one on. */
const SET_TIMES = `{
  let minute = 14;
  for (const time of document.querySelectorAll(".timeline time")) {
    time.textContent = "21:" + minute++;
  }
}`;

/** Draws docs/page-NAME.png: the page in dark and light colours, and on a phone. */
export async function drawPages(): Promise<void> {
  await using server = await startServer({ args: ["--web-port", "0"] });
  using bob = await Talker.enter(server, "bob");
  using carol = await Talker.enter(server, "carol");
  using dmitri = await Talker.enter(server, "dmitri");
  using mei = await Talker.enter(server, "mei");
  const room = `${ROOM} ${OTHER_ROOM}`;
  await using alice = await openPage(server, { size: DESK });
  await alice.enter("alice", { room });
  await talk(alice, { bob, carol, dmitri, mei });
  await alice.field.fill(DRAFT);
  await draw(alice, "dark", carol);
  await alice.page.emulateMedia({ colorScheme: "light" });
  await draw(alice, "light", carol);
  await alice.page.emulateMedia({ colorScheme: "dark" });
  await alice.page.setViewportSize(PHONE);
  await draw(alice, "phone", carol);
  await closeBrowser();
}

/** Lets them talk until the page of alice shows everything. */
async function talk(
  alice: Visitor,
  { bob, carol, dmitri, mei }: {
    readonly bob: Talker;
    readonly carol: Talker;
    readonly dmitri: Talker;
    readonly mei: Talker;
  },
): Promise<void> {
  await dmitri.send("AWAY :tea");
  await bob.send(`TOPIC #${ROOM} :Release 2.0 on Friday · notes in docs/ · demo tomorrow at ten`);
  await alice.goTo(ROOM);
  await alice.say("good morning! is the **build** done?");
  await alice.hears("good morning!");
  const done = await bob.say("yes, ten minutes ago, and it is 18 % smaller");
  await bob.say("the whole log: https://build.example.org/2041");
  await carol.react(done, "🎉");
  await mei.react(done, "🎉");
  await mei.react(done, "🚀");
  const welcome = await mei.say("太好了！新版本的翻译也完成了。");
  await mei.say("我今天晚上再检查一遍。");
  await carol.say("谢谢 mei! I read the Chinese pages on the train", { about: welcome });
  await alice.hears("on the train");
  await alice.say("and did the screenshots fit on `docs/client.md`?");
  await alice.hears("and did the screenshots");
  await carol.say("they do since yesterday; the phone layout is the nicest of all");
  await dmitri.say("\x01ACTION pours tea for everybody\x01");
  const ask = await bob.say("alice, can you show the search at the demo?");
  await carol.react(ask, "👍");
  await alice.hears("at the demo?");
  await carol.say("noodles or dumplings?", { to: `#${OTHER_ROOM}` });
  await mei.say("饺子！", { to: `#${OTHER_ROOM}` });
  await bob.say("one more thing, when you have a minute", { to: "alice" });
  const list = alice.page.getByRole("navigation", { name: "Conversations" });
  await list.getByText("bob", { exact: true }).waitFor();
}

async function draw(alice: Visitor, name: string, carol: Talker): Promise<void> {
  await carol.send(`@+typing=active TAGMSG #${ROOM}`);
  await alice.page.locator(".typing", { hasText: "carol" }).waitFor();
  await alice.messages("at the demo?").first().waitFor();
  await alice.page.mouse.move(0, 0);
  await alice.page.evaluate(SET_TIMES);
  await alice.page.screenshot({ path: `${ROOT}docs/page-${name}.png`, animations: "disabled" });
  console.log(`Wrote docs/page-${name}.png`);
}
