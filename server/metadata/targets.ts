import { isChannelName, sameName } from "../../protocol/names.ts";
import type { Channel, User } from "../network/state.ts";
import { hasStatus, maySee } from "../permissions/channels.ts";
import type { Context } from "../commands/context.ts";
import { fail } from "./failures.ts";

/** Whose metadata a command is about. */
export interface MetadataTarget {
  /** As others write it; `*` for who has no nickname yet. */
  readonly name: string;
  readonly values: ReadonlyMap<string, string>;
  readonly channel?: Channel;
  /** Undefined for a channel, and for oneself before registration. */
  readonly user?: User;
}

/** The target that somebody may read; what stands in the way is told. */
export function readable(context: Context, name: string): MetadataTarget | undefined {
  const target = find(context, name);
  const { user } = context.session;
  if (target?.channel === undefined || user === undefined) return target;
  if (target.channel.members.has(user.id) || user.operator !== undefined) return target;
  forbid(context, target, "*");
}

/** The target that somebody may change; what stands in the way is told of that key. */
export function writable(context: Context, name: string, key: string): MetadataTarget | undefined {
  const target = find(context, name);
  const { user } = context.session;
  if (target === undefined || user === undefined || user.operator !== undefined) return target;
  const { channel } = target;
  const allowed = channel === undefined ? target.user === user : hasStatus(channel, user, "o");
  if (allowed) return target;
  forbid(context, target, key);
}

function forbid({ session }: Context, { name }: MetadataTarget, key: string): void {
  const text = "This is not for you";
  fail(session, { code: "KEY_NO_PERMISSION", context: [name, key], text });
}

function find({ server, session }: Context, name: string): MetadataTarget | undefined {
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
  fail(session, { code: "INVALID_TARGET", context: [name], text: "There is no such target" });
}
