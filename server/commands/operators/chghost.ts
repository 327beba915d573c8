import type { MaybePromise } from "../../maybe_promise.ts";
import type { Server } from "../../server.ts";
import { append } from "../../session_context.ts";
import type { UserCommand, UserContext } from "../context.ts";
import { MAX_HOST_BYTES } from "../command_limits.ts";
import { findUser } from "../lookup.ts";

/** Changes a user's host, as others see it. IRCv3, "chghost", describes the line they get. */
export const CHGHOST: UserCommand = {
  run: chghost,
  minParams: 2,
  operator: true,
  usage: "CHGHOST <nickname> [<username>] <host>",
  description: "Gives a person another host, and another username if one is given.",
};

function chghost(context: UserContext, params: readonly string[]): MaybePromise {
  const { server, session } = context;
  const [nickname = "", ...rest] = params;
  const target = findUser(context, nickname);
  if (target === undefined) return;
  const [username, host] = rest.length > 1 ? rest : [target.username, rest[0]];
  if (!isUsername(username, server) || !isHost(host)) {
    return session.standard("FAIL", {
      command: "CHGHOST",
      code: "INVALID_HOST",
      context: [nickname],
      text: "This username or host cannot be used",
    });
  }
  return append(context, { type: "chghost", user: target.id, username, host });
}

function isUsername(username: string | undefined, { options }: Server): username is string {
  return username !== undefined && username.length <= options.limits.userLength &&
    /^~?[A-Za-z0-9][A-Za-z0-9._-]*$/.test(username);
}

function isHost(host: string | undefined): host is string {
  return host !== undefined && host.length <= MAX_HOST_BYTES &&
    /^[A-Za-z0-9][A-Za-z0-9.:/_-]*$/.test(host);
}
