import { assertEquals } from "@std/assert";

import type { Question } from "./question.ts";
import { Questions } from "./questions.ts";

const OWNED = { isOwned: true, reason: "Log in to use it" };

/** Questions whose answers a test types. */
function asked() {
  const shown: (Question | undefined)[] = [];
  const names: string[] = [];
  const questions = new Questions((question) => shown.push(question), {
    onName: (nick) => names.push(nick),
  });
  const next = async () => {
    while (shown.at(-1) === undefined) await Promise.resolve();
    return shown.at(-1) as Question;
  };
  const answer = async (text: string) => {
    const question = await next();
    question.input({ type: "text", text });
    question.input({ type: "key", name: "enter" });
  };
  return { questions, names, next, answer };
}

Deno.test("A name that has an account is answered by its password, or by another name", async () => {
  const { questions, names, answer } = asked();
  const login = questions.askName("net", "bob", OWNED);
  await answer("s3cret");
  assertEquals(await login, { password: "s3cret" });
  const other = questions.askName("net", "bob", OWNED);
  await answer("");
  await answer("2");
  assertEquals(await other, "bob2");
  assertEquals(names, ["bob2"]);
});

Deno.test("Whoever is removed comes back by Enter, and not by Escape", async () => {
  const { questions, next, answer } = asked();
  const back = questions.askAgain("net", "oper removed you");
  await answer("");
  assertEquals(await back, true);
  const away = questions.askAgain("net", "oper removed you");
  (await next()).close();
  assertEquals(await away, false);
});

Deno.test("The question for another name says why the server does not give this one", async () => {
  const { questions, next, answer } = asked();
  for (
    const [reason, said] of [
      ["Nickname is already in use.", "“bob” is in use there."],
      ["Held for services", "“bob” cannot be had (Held for services)."],
    ] as const
  ) {
    const name = questions.askName("net", "bob", { isOwned: false, reason });
    const { rows } = (await next()).draw({ columns: 100, rows: 20 });
    const drawn = rows.flat().map(({ text }) => text);
    assertEquals(drawn[0], ` ${said} Type another name, then press Enter`);
    await answer("2");
    await name;
  }
});
