import type { Handled, UserContext } from "../context.ts";

/** What a service is told and answers with. */
export interface ServiceContext extends UserContext {
  /** Answers with a notice from the service. */
  readonly tell: (text: string) => void;
}

/** One command of a service. */
export interface ServiceCommand {
  readonly run: (context: ServiceContext, words: readonly string[]) => Handled;
  /** Fewest words after its name. */
  readonly min: number;
  readonly usage: string;
  readonly description: string;
}

export type ServiceCommands = Readonly<Record<string, ServiceCommand>>;
