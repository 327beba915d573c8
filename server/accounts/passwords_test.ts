import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { hashPassword, passwordMatches } from "./passwords.ts";

Deno.test("a password matches its hash and no other does", async () => {
  const hash = await hashPassword("correct horse é");
  assert(await passwordMatches("correct horse é", hash));
  assert(await passwordMatches("correct horse e\u0301", hash), "another way to write é");
  assertEquals(await passwordMatches("Correct horse é", hash), false);
  assertEquals(await passwordMatches("", hash), false);
});

Deno.test("a hash says how it was made, and no two are the same", async () => {
  const [one, other] = await Promise.all([hashPassword("x"), hashPassword("x")]);
  assertMatch(one, /^\$scrypt\$ln=15,r=8,p=1\$/);
  assertNotEquals(one, other);
});

Deno.test("hashes of other hardness are still read", async () => {
  const hash = "$scrypt$ln=4,r=8,p=1$c2FsdHNhbHRzYWx0c2FsdA==$" +
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  assertEquals(await passwordMatches("x", hash), false);
});

Deno.test("nobody's password matches nothing, and the loop goes on meanwhile", async () => {
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  assertEquals(await passwordMatches("x", undefined), false);
  clearInterval(timer);
  assert(turns > 0);
});
