import { messageOf } from "../../protocol/errors.ts";
import type { AccountLogins, ListedLoginToken } from "../session/accounts/login_tokens.ts";
import { t } from "../texts/mod.ts";
import type { Actions, Command } from "./command.ts";

const SESSIONS_USAGE = "/sessions [revoke ID | revoke all]";

/** Commands for accounts and passwords. `--account` logs in on connecting, and again on reconnecting. */
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
    description: "Log out of your account, on a chat serve",
    minWords: 0,
    completes: "none",
    execute(actions) {
      if (isElsewhere(actions, "/logout")) return;
      actions.send("NS", ["LOGOUT"], { repeat: false });
    },
  },
  {
    name: "password",
    usage: "/password OLD NEW",
    description: "Change the password of your account, on a chat serve",
    minWords: 2,
    completes: "none",
    execute(actions, { words: [old = "", password = ""] }) {
      if (isElsewhere(actions, "/password")) return;
      actions.send("NS", ["PASSWD", old, password], { repeat: false });
    },
  },
  {
    name: "oper",
    usage: "/oper NAME PASSWORD",
    description: "Become an operator of the server",
    minWords: 2,
    completes: "none",
    execute(actions, { words: [name = ""], after }) {
      actions.send("OPER", [name, after(1)], { repeat: false, target: "OPER" });
    },
  },
  {
    name: "sessions",
    usage: SESSIONS_USAGE,
    description: "Show where your account stays logged in, or end that",
    minWords: 0,
    completes: "none",
    execute(actions, { words }) {
      const [verb, id, ...rest] = words.map((word) => word.toLowerCase());
      if (verb === undefined) return answer(actions, actions.loginTokens.list().then(describe));
      if (verb !== "revoke" || id === undefined || rest.length > 0) {
        return actions.refuse(t("Usage: {usage}", { usage: SESSIONS_USAGE }));
      }
      const done = id === "all"
        ? t("You stay logged in nowhere now")
        : t("The login {id} is ended", { id });
      answer(actions, actions.loginTokens.revoke(id === "all" ? "*" : id).then(() => done));
    },
  },
];

/** Refuses a command that other servers do not know, which tell by LOGINTOKENS that they are none. */
function isElsewhere({ isOnline, loginTokens, refuse }: Actions, command: string): boolean {
  if (!isOnline || loginTokens.isOffered) return false;
  refuse(
    t("This server has no {command}: ask its services what they have, by /msg NickServ HELP", {
      command,
    }),
  );
  return true;
}

/** Shows the person a text when it is there, or why there is none. */
function answer({ tell, refuse }: Actions, text: Promise<string>): void {
  text.then(tell, (error) => refuse(messageOf(error)));
}

function describe({ account, connections, tokens }: AccountLogins): string {
  return [
    t("Connections of {account} now: {count}", { account, count: connections }),
    ...tokens.map(describeToken),
    tokens.length === 0
      ? t("It stays logged in nowhere without its password")
      : t("/sessions revoke ID ends a login, /sessions revoke all ends every one"),
  ].join("\n");
}

function describeToken({ id, label, createdAt, usedAt, ...token }: ListedLoginToken): string {
  const state = token.current ? t(" (this one)") : token.connections > 0 ? t(" (connected)") : "";
  const [made, used] = [day(createdAt), day(usedAt)];
  return t("{id}  {label}  since {made}, last used {used}", { id, label, made, used }) + state;
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
