import type { Command } from "./command.ts";

/** Commands for accounts. `--account` logs in on connecting, and again on reconnecting. */
export const ACCOUNT_COMMANDS: readonly Command[] = [
  {
    name: "register",
    usage: "/register PASSWORD [EMAIL]",
    description: "Create an account, so that your name belongs to you",
    minWords: 1,
    completes: "none",
    execute(actions, { words: [password = "", email = "*"] }) {
      actions.send("REGISTER", ["*", email, password], { repeat: false });
    },
  },
  {
    name: "verify",
    usage: "/verify ACCOUNT CODE",
    description: "Confirm your email address with the code you were sent",
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
    description: "Change the password of your account",
    minWords: 2,
    completes: "none",
    execute(actions, { words: [old = "", password = ""] }) {
      actions.send("NS", ["PASSWD", old, password], { repeat: false });
    },
  },
];
