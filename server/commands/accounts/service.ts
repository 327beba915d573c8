import type { ServiceName } from "../../accounts/services.ts";
import type { MaybePromise } from "../../maybe_promise.ts";
import { EventLine } from "../../session/event_line.ts";
import type { UserCommand, UserContext } from "../context.ts";

/** The arguments of a service's command. */
export interface ServiceContext extends UserContext {
  /** Answers with a notice from the service. */
  readonly answer: (text: string) => void;
}

/** A command of a service. */
export interface ServiceCommand {
  readonly run: (context: ServiceContext, words: readonly string[]) => MaybePromise;
  /** With fewer words after its name the command is answered with its usage. */
  readonly minWords?: number;
  readonly usage: string;
  readonly description: string;
}

/** A service: commands that are sent to it as messages. */
export interface Service {
  readonly name: ServiceName;
  readonly commands: Readonly<Record<string, ServiceCommand>>;
}

/** The function of a row whose parameters are a service's command. */
export function serviceRun(service: Service): UserCommand["run"] {
  return (context, params) => runService(context, service, params.join(" "));
}

/** Runs a text as a service's command. */
export function runService(context: UserContext, service: Service, text: string): MaybePromise {
  const { server, session } = context;
  const source = `${service.name}!${service.name}@${server.options.name}`;
  const answer = (text: string) =>
    session.answer(new EventLine(`:${source} NOTICE ${session.name} :${text}`));
  const [word = "", ...words] = text.split(" ").filter((word) => word !== "");
  const name = word.toUpperCase();
  const { commands } = service;
  if (name === "" || name === "HELP") {
    for (const { usage, description } of Object.values(commands)) {
      answer(`${usage}: ${description}`);
    }
    return;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) return answer("There is no such command; HELP lists all commands");
  if (words.length < (command.minWords ?? 0)) return answer(`Usage: ${command.usage}`);
  if (!server.accounts.enabled) return answer("There are no accounts on this server");
  return command.run({ ...context, answer }, words);
}
