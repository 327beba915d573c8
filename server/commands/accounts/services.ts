import { type ServiceName, serviceOf } from "../../accounts/services.ts";
import { EventLine } from "../../session/event_line.ts";
import { CHANSERV } from "./chanserv.ts";
import { NICKSERV } from "./nickserv.ts";
import type { ServiceCommands } from "./service.ts";
import type { Handled, UserCommand, UserContext } from "../context.ts";

const SERVICES: Readonly<Record<ServiceName, ServiceCommands>> = {
  NickServ: NICKSERV,
  ChanServ: CHANSERV,
};

/** The services as commands of their own, for clients that have no `/msg NickServ`. */
export const SERVICE_COMMANDS: Readonly<Record<string, UserCommand>> = {
  NICKSERV: { run: serviceCommand("NickServ"), usage: "NICKSERV <command, or HELP>" },
  NS: { run: serviceCommand("NickServ"), usage: "NS <command, or HELP>" },
  CHANSERV: { run: serviceCommand("ChanServ"), usage: "CHANSERV <command, or HELP>" },
  CS: { run: serviceCommand("ChanServ"), usage: "CS <command, or HELP>" },
};

function serviceCommand(service: ServiceName): UserCommand["run"] {
  return (context, params) => runService(context, { service, text: params.join(" ") });
}

/** Runs a message as a service's command where its target is one; tells whether it was. */
export function messageToService(
  context: UserContext,
  { target, text }: { target: string; text: string },
): { handled: Handled } | undefined {
  const service = serviceOf(target);
  return service === undefined ? undefined : { handled: runService(context, { service, text }) };
}

function runService(
  context: UserContext,
  { service, text }: { service: ServiceName; text: string },
): Handled {
  const { server, session } = context;
  const tell = (text: string) =>
    session.answer(
      new EventLine(
        `:${service}!${service}@${server.options.name} NOTICE ${session.name} :${text}`,
      ),
    );
  const [word = "", ...rest] = text.split(" ").filter((word) => word !== "");
  const commands = SERVICES[service];
  const name = word.toUpperCase();
  if (name === "" || name === "HELP") return help(commands, tell);
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    tell("This command is not known here; HELP lists those that are");
  } else if (rest.length < command.min) {
    tell(`Usage: ${command.usage}`);
  } else if (!server.accounts.enabled) {
    tell("There are no accounts on this server");
  } else {
    return command.run({ ...context, tell }, rest);
  }
}

function help(commands: ServiceCommands, tell: (text: string) => void): void {
  for (const { usage, description } of Object.values(commands)) tell(`${usage}: ${description}`);
}
