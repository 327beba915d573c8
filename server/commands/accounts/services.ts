import { type ServiceName, serviceOf } from "../../accounts/services.ts";
import type { MaybePromise } from "../../maybe_promise.ts";
import type { UserContext } from "../context.ts";
import { CHANSERV_SERVICE } from "./chanserv.ts";
import { NICKSERV_SERVICE } from "./nickserv.ts";
import { runService, type Service } from "./service.ts";

const SERVICES: Readonly<Record<ServiceName, Service>> = {
  NickServ: NICKSERV_SERVICE,
  ChanServ: CHANSERV_SERVICE,
};

/** Runs a message as a service's command if its target is a service; otherwise undefined. */
export function messageToService(
  context: UserContext,
  { target, text }: { readonly target: string; readonly text: string },
): { readonly running: MaybePromise } | undefined {
  const name = serviceOf(target);
  if (name === undefined) return undefined;
  return { running: runService(context, SERVICES[name], text) };
}
