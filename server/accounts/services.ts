import { casefold } from "../../protocol/names.ts";

/** The names that commands to the server itself can be sent to as messages. */
export const SERVICE_NAMES = ["NickServ", "ChanServ"] as const;
export type ServiceName = typeof SERVICE_NAMES[number];

/** The service that a message's target names, if it does. */
export function serviceOf(target: string): ServiceName | undefined {
  const name = casefold(target.split("@", 1)[0] ?? "");
  return SERVICE_NAMES.find((service) => casefold(service) === name);
}

/** Whether a nickname is a service's, which nobody may take. */
export function isServiceName(nickname: string): boolean {
  return serviceOf(nickname) !== undefined;
}
