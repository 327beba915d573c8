import { glanceForm } from "../../protocol/lookalikes.ts";
import type { ServerOptions } from "../options/mod.ts";
import { ANNOUNCER, SERVICE_NAMES } from "./services.ts";

const RESERVED = new WeakMap<ServerOptions, ReadonlyMap<string, string>>();

/**
 * The reserved name that a nickname looks like: a service, the network, the server, or one of the
 * settings. Undefined if it looks like none.
 */
export function reservedNameLike(options: ServerOptions, nickname: string): string | undefined {
  let reserved = RESERVED.get(options);
  if (reserved === undefined) {
    const { name, network, accounts } = options;
    const names = [...accounts.reservedNames, name, network, ANNOUNCER, ...SERVICE_NAMES];
    reserved = new Map(names.map((name) => [glanceForm(name), name]));
    RESERVED.set(options, reserved);
  }
  return reserved.get(glanceForm(nickname));
}

/** Why a reserved name is refused. */
export function reservedText(name: string): string {
  return `This name is reserved, or looks like "${name}", which is`;
}
