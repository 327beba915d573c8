import { COST } from "../budgets/costs.ts";
import { EventLine } from "../session/event_line.ts";
import type { Session } from "../session/session.ts";

const LINE_END = "\r\n";

/**
 * Answers with several lines, which have their source and fit. They become one text if nothing has
 * to be put before each, which takes half the time.
 */
export function answerLines(session: Session, lines: readonly string[]): void {
  if (lines.length === 0) return;
  if (session.answering || session.connection.transport.framing !== "crlf") {
    for (const line of lines) session.answer(new EventLine(line));
    return;
  }
  session.budget.spend(COST.answer * lines.length);
  session.push(new EventLine(lines.join(LINE_END)));
}
