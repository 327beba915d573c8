/// <reference lib="deno.ns" />

import { assertEquals } from "@std/assert";

import type { PasswordFailure } from "../../session/options.ts";
import type { Entry, LoginWay } from "./entry.ts";
import { problemOf } from "./problems.ts";

function entry(way: LoginWay): Entry {
  return { name: "alice", rooms: ["1"], way, serverPassword: undefined, remember: false };
}

const GUEST = entry({ type: "guest" });
const LOGIN = entry({ type: "password", password: "pw" });
const WRONG = {
  type: "wrong-password",
  nick: "alice",
  reason: "the password is wrong, or there is no such account",
} as const;
const PASSWORD: PasswordFailure = {
  account: "alice",
  wasGiven: true,
  tokenRefused: false,
  reason: WRONG.reason,
};

Deno.test("A taken name is said at the name, with what to do as a guest", () => {
  const end = { type: "name-taken", nick: "alice", reason: "in use" } as const;
  assertEquals(problemOf({ end, password: undefined }, GUEST), {
    field: "name",
    text: "“alice” is taken: choose another name, or log in if it is yours",
  });
  assertEquals(
    problemOf({ end, password: undefined }, LOGIN).text,
    "Somebody else uses “alice” now: choose another name",
  );
});

Deno.test("A wrong password, a refused token and a missing account are told apart", () => {
  const said = (password: Partial<PasswordFailure>) =>
    problemOf({ end: WRONG, password: { ...PASSWORD, ...password } }, LOGIN).text;
  assertEquals(said({}), "This is not the password of “alice”, or there is no such account");
  assertEquals(said({ reason: "Wait 5 seconds" }), "Cannot log in: Wait 5 seconds");
  assertEquals(
    said({ tokenRefused: true }),
    "This browser is logged out: type your password again",
  );
  assertEquals(
    said({ wasGiven: false }),
    "Only people with an account enter here: log in, or register the name",
  );
});

Deno.test("The password of the server is asked for in a field of its own", () => {
  const password = { ...PASSWORD, account: undefined, wasGiven: false };
  const { field, text } = problemOf({ end: WRONG, password }, GUEST);
  assertEquals([field, text], ["serverPassword", "This server asks everybody for its password"]);
});

Deno.test("What is wrong with a new account is said at the field that it is about", () => {
  const problemFor = (code: string) =>
    problemOf({
      end: { type: "account-refused", nick: "alice", reason: "no", code },
      password: undefined,
    }, GUEST);
  const codes = ["ACCOUNT_EXISTS", "WEAK_PASSWORD", "INVALID_EMAIL", "VERIFICATION_REQUIRED", "X"];
  assertEquals(codes.map((code) => problemFor(code).field), [
    "name",
    "password",
    "email",
    "code",
    undefined,
  ]);
  assertEquals(problemFor("NEED_PASS").field, "serverPassword");
  assertEquals(problemFor("WEAK_PASSWORD").text, "no");
  assertEquals(problemFor("X").text, 'The name "alice" cannot be registered: no');
});
