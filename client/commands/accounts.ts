import type { Command } from "./command.ts";

/** Accounts: a name that is yours. `--account` logs in on the way in, and again after a loss. */
export const ACCOUNT_COMMANDS: readonly Command[] = [
  {
    name: "register",
    usage: "/register PASSWORD [EMAIL]",
    description: "Make an account of your name, which is yours from then on",
    minWords: 1,
    completes: "none",
    execute(actions, { words: [password = "", email = "*"] }) {
      actions.send("REGISTER", ["*", email, password], { repeat: false });
    },
  },
  {
    name: "verify",
    usage: "/verify ACCOUNT CODE",
    description: "Prove the address you registered with",
    minWords: 2,
    completes: "none",
    execute(actions, { words: [account = "", code = ""] }) {
      actions.send("VERIFY", [account, code], { repeat: false });
    },
  },
  {
    name: "login",
    usage: "/login [ACCOUNT] PASSWORD",
    description: "Log in to your account",
    minWords: 1,
    completes: "none",
    execute(actions, { words }) {
      actions.send("NS", ["IDENTIFY", ...words.slice(0, 2)], { repeat: false });
    },
  },
  {
    name: "logout",
    usage: "/logout",
    description: "Log out of your account",
    minWords: 0,
    completes: "none",
    execute(actions) {
      actions.send("NS", ["LOGOUT"], { repeat: false });
    },
  },
  {
    name: "password",
    usage: "/password OLD NEW",
    description: "Change your account's password",
    minWords: 2,
    completes: "none",
    execute(actions, { words: [old = "", password = ""] }) {
      actions.send("NS", ["PASSWD", old, password], { repeat: false });
    },
  },
];
