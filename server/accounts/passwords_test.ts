import { assert, assertMatch, assertNotEquals } from "@std/assert";
import { hashPassword, passwordMatches } from "./passwords.ts";

Deno.test("A password matches its hash and no other does", async () => {
  const hash = await hashPassword("correct horse é");
  assert(await passwordMatches("correct horse é", hash));
  assert(await passwordMatches("correct horse e\u0301", hash), "another way to write é");
  assert(!await passwordMatches("Correct horse é", hash));
  assert(!await passwordMatches("", hash));
});

Deno.test("A hash contains its parameters, and no two are the same", async () => {
  const [one, other] = await Promise.all([hashPassword("x"), hashPassword("x")]);
  assertMatch(one, /^\$scrypt\$ln=15,r=8,p=1\$/);
  assertNotEquals(one, other);
});

Deno.test("A hash with other parameters can be checked", async () => {
  const hash = "$scrypt$ln=4,r=8,p=1$c2FsdHNhbHRzYWx0c2FsdA==$" +
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  assert(!await passwordMatches("x", hash));
});

Deno.test("No password matches a missing account, and the event loop runs meanwhile", async () => {
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  assert(!await passwordMatches("x", undefined));
  clearInterval(timer);
  assert(turns > 0);
});
