import { StreamHolder } from "../io/tick_output.ts";
import type { Session } from "../session/session.ts";
import { framingOf } from "../session/shapes.ts";

/** The sessions of one shape in a channel, and the streams of the lines that they are sent. */
export interface Group {
  readonly shape: number;
  readonly sessions: Session[];
  readonly plain: StreamHolder;
  readonly pledged: StreamHolder;
}

/** The sessions that are sent the events of a channel, by shape. */
export class Audience {
  readonly #groups: Group[] = [];

  get groups(): readonly Group[] {
    return this.#groups;
  }

  add(session: Session): void {
    const { shape } = session;
    let group = this.#groups.find((group) => group.shape === shape);
    if (group === undefined) {
      const framing = framingOf(shape);
      group = {
        shape,
        sessions: [],
        plain: new StreamHolder(framing),
        pledged: new StreamHolder(framing),
      };
      this.#groups.push(group);
    }
    group.sessions.push(session);
  }

  /** Removes a session, whose shape must be the same as when it was added. */
  remove(session: Session): void {
    const at = this.#groups.findIndex((group) => group.shape === session.shape);
    const sessions = this.#groups[at]?.sessions;
    const index = sessions?.indexOf(session) ?? -1;
    if (sessions === undefined || index === -1) return;
    const last = sessions.pop();
    if (last !== undefined && last !== session) sessions[index] = last;
    if (sessions.length === 0) this.#groups.splice(at, 1);
  }
}
