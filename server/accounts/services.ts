import { casefold } from "../../protocol/names.ts";

/** Names of services: a message to one is a command to the server. */
export const SERVICE_NAMES = ["NickServ", "ChanServ"] as const;
/** The name under which the operator of the server speaks to everybody. */
export const ANNOUNCER = "Global";
export type ServiceName = typeof SERVICE_NAMES[number];

/** The service that a message's target names, if any. */
export function serviceOf(target: string): ServiceName | undefined {
  const name = casefold(target.split("@", 1)[0] ?? "");
  return SERVICE_NAMES.find((service) => casefold(service) === name);
}

/** Whether a nickname is that of a service, which nobody can use. */
export function isServiceName(nickname: string): boolean {
  return serviceOf(nickname) !== undefined;
}
