import { isChannelName, sameName } from "../../protocol/names.ts";
import type { Channel, User } from "../network/state.ts";
import { hasStatus, maySee } from "../permissions/channels.ts";
import type { SessionContext } from "../session_context.ts";
import { sendFailure } from "./failures.ts";

/** The target of a METADATA command. */
export interface MetadataTarget {
  /** Its name in answers; `*` for a session that has no nickname yet. */
  readonly name: string;
  readonly values: ReadonlyMap<string, string>;
  readonly channel?: Channel;
  /** Undefined for a channel, and for the session itself before registration. */
  readonly user?: User;
}

/** The target, if the session may read it; otherwise undefined, and answered with a FAIL. */
export function findReadable(context: SessionContext, name: string): MetadataTarget | undefined {
  const target = find(context, name);
  const { user } = context.session;
  if (target?.channel === undefined || user === undefined) return target;
  if (target.channel.members.has(user.id) || user.operator !== undefined) return target;
  forbid(context, target, "*");
}

/** The target, if the session may change a key of it; otherwise as {@linkcode findReadable}. */
export function findWritable(
  context: SessionContext,
  name: string,
  key: string,
): MetadataTarget | undefined {
  const target = find(context, name);
  const { user } = context.session;
  if (target === undefined || user === undefined || user.operator !== undefined) return target;
  const { channel } = target;
  const allowed = channel === undefined ? target.user === user : hasStatus(channel, user, "o");
  if (allowed) return target;
  forbid(context, target, key);
}

function forbid({ session }: SessionContext, { name }: MetadataTarget, key: string): void {
  const text = "You may not do this";
  sendFailure(session, { code: "KEY_NO_PERMISSION", context: [name, key], text });
}

function find({ server, session }: SessionContext, name: string): MetadataTarget | undefined {
  const { user, registration } = session;
  if (user === undefined) {
    if (name === "*" && registration !== undefined) return { name, values: registration.metadata };
  } else if (name === "*" || sameName(name, user.nickname)) {
    return { name: user.nickname, values: user.metadata, user };
  } else if (isChannelName(name)) {
    const channel = server.network.channel(name);
    if (channel !== undefined && maySee(channel, user)) {
      return { name: channel.name, values: channel.metadata, channel };
    }
  } else {
    const other = server.network.userByNickname(name);
    if (other !== undefined) {
      return { name: other.nickname, values: other.metadata, user: other };
    }
  }
  const text = "There is no such target";
  sendFailure(session, { code: "INVALID_TARGET", context: [name], text });
}
