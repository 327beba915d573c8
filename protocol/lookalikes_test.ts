import { assert, assertEquals } from "@std/assert";
import { glanceForm, lookalikeForms } from "./lookalikes.ts";
import { isValidNickname } from "./names.ts";

function lookAlike(one: string, other: string): boolean {
  const forms = new Set(lookalikeForms(one));
  return lookalikeForms(other).some((form) => forms.has(form));
}

Deno.test("Names that look alike share a form", () => {
  const pairs = [
    ["alice", "alıce"],
    ["NickServ", "NıckServ"],
    ["NickServ", "NickSᴇrv"],
    ["bob", "ВОВ"],
    ["BOB", "вов"],
    ["coco", "сосо"],
    ["alice", "a|ice"],
    ["global", "ɢlobaʟ"],
    ["peer", "реег"],
    ["toto", "тото"],
  ] as const;
  for (const [one, other] of pairs) assert(lookAlike(one, other), `${one} ${other}`);
});

Deno.test("Names that people tell apart share none", () => {
  const pairs = [
    ["alice", "alicé"],
    ["jose", "josé"],
    ["bob1", "bobl"],
    ["modern", "modem"],
    ["user0", "userO"],
    ["мир", "mup"],
    ["李", "季"],
    ["æther", "aether2"],
    ["bob", "bo"],
  ] as const;
  for (const [one, other] of pairs) assert(!lookAlike(one, other), `${one} ${other}`);
});

Deno.test("The first form is the casefolded name, of a plain one the only one", () => {
  assertEquals(lookalikeForms("Al[ce"), ["al[ce"]);
  assertEquals(lookalikeForms("alıce"), ["alıce", "alice"]);
  assertEquals(lookalikeForms("a|ice"), ["a|ice", "alice"]);
});

Deno.test("At a glance also letters and digits of ASCII look alike", () => {
  for (const name of ["NickServ", "NlckServ", "N1ckServ", "NICKSERV", "NıckSᴇrv", "N|ckServ"]) {
    assertEquals(glanceForm(name), glanceForm("nickserv"), name);
  }
  assertEquals(glanceForm("G1oba1"), glanceForm("Global"));
  assertEquals(glanceForm("0perServ"), glanceForm("OperServ"));
  assert(glanceForm("NickServer") !== glanceForm("NickServ"));
});

Deno.test("The table knows characters of many scripts, and none of plain ASCII", () => {
  for (const character of "ıѕοеοӏօοսԁᴇᏟⲟ") assert(lookalikeForms(character).length > 1, character);
  let count = 0;
  for (let code = 0x80; code < 0x20000; code++) {
    const character = String.fromCodePoint(code);
    if (isValidNickname(`_${character}`, 32) && lookalikeForms(character).length > 1) count++;
  }
  assert(count > 1_000, `${count} characters`);
});
