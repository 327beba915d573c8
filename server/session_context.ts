import { andThen, type MaybePromise } from "./maybe_promise.ts";
import type { NetworkEvent } from "./network/events.ts";
import type { Outcome } from "./network/outcome.ts";
import type { Server } from "./server.ts";
import type { Session } from "./session/session.ts";
import { costOf } from "./budgets/costs.ts";

/** A session and the server that it is connected to. */
export interface SessionContext {
  readonly server: Server;
  readonly session: Session;
}

/**
 * Appends an event on behalf of a session, which pays for it; `use` gets its outcome once that is
 * known.
 */
export function append<E extends NetworkEvent>(
  { server, session }: SessionContext,
  event: E,
  use: (outcome: Outcome<E["type"]>) => MaybePromise = ignore,
): MaybePromise {
  return andThen(server.journal.append(event, session.id), (outcome) => {
    if (outcome.ok) session.budget.spend(costOf(event, outcome));
    else if (outcome.refusal === "unavailable") return refuse(session, event);
    return use(outcome);
  });
}

/** Answers that the journal takes no events at the moment. */
function refuse(session: Session, { type }: NetworkEvent): void {
  const text = "The network cannot take this at the moment; try again later";
  session.standard("FAIL", { command: type.toUpperCase(), code: "NETWORK_UNAVAILABLE", text });
  if (session.user === undefined) session.end("The network takes nobody at the moment");
}

function ignore(): void {}
