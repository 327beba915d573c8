import { assertEquals } from "@std/assert";

import type { Question } from "./question.ts";
import { Questions } from "./questions.ts";

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
  const login = questions.askName("net", "bob", { isOwned: true });
  await answer("s3cret");
  assertEquals(await login, { password: "s3cret" });
  const other = questions.askName("net", "bob", { isOwned: true });
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
