import type { EventLine } from "../session/event_line.ts";
import type { Sequenced } from "../network/events.ts";
import type { Channel, User } from "../network/state.ts";
import {
  FLUSHED_WHEN_BEHIND,
  type Stream,
  StreamHolder,
  type TickOutput,
} from "../io/tick_output.ts";
import type { Session } from "../session/session.ts";
import { framingOf } from "../session/shapes.ts";
import type { Sessions } from "../session/sessions.ts";
import { Audience } from "./audience.ts";

/** Picks the line that a shape gets of an event; undefined for none. */
export type PickLine = (shape: number) => EventLine | undefined;

/** Options for {@linkcode Delivery.toChannel}. */
export interface ChannelScope {
  /** A session that does not get the line. */
  readonly except?: Session | undefined;
  /** Whether the line is about an event that is to be stored, see {@linkcode TickOutput}. */
  readonly pledged?: boolean | undefined;
  /** Smallest status bit that gets the line. */
  readonly status?: number | undefined;
}

/** Options for {@linkcode Delivery.toSessions}. */
export interface SessionScope {
  /** See {@linkcode ChannelScope.pledged}. */
  readonly pledged?: boolean;
  /** The id of the session for which the line is an answer. */
  readonly origin?: string | undefined;
}

/** The line that sessions of a shape get, as a range of its stream; no stream if they get none. */
interface Range {
  readonly shape: number;
  readonly stream: Stream | undefined;
  readonly start: number;
  readonly end: number;
}

/** Options for {@linkcode Delivery}. */
export interface DeliveryOptions {
  readonly output: TickOutput;
  readonly sessions: Sessions;
  readonly serverName: string;
  /** Sends the topic and names of a channel to a session that is now in it. */
  readonly welcomeToChannel: (channel: Channel, session: Session) => void;
  /** Sends all that follows a JOIN to a session that has not asked for it. */
  readonly enterChannel: (channel: Channel, session: Session) => void;
}

/** Sends lines to the sessions of this server, each in its own shape. */
export class Delivery {
  readonly sessions: Sessions;
  readonly serverName: string;
  /** See {@linkcode DeliveryOptions.welcomeToChannel}. */
  readonly welcomeToChannel: DeliveryOptions["welcomeToChannel"];
  /** See {@linkcode DeliveryOptions.enterChannel}. */
  readonly enterChannel: DeliveryOptions["enterChannel"];
  readonly #output: TickOutput;
  readonly #audiences = new WeakMap<Channel, Audience>();
  /** Streams for lines that do not go to a whole channel, by shape; by ~shape if pledged. */
  readonly #holders = new Map<number, StreamHolder>();
  #round = 0;

  constructor(options: DeliveryOptions) {
    this.#output = options.output;
    this.sessions = options.sessions;
    this.serverName = options.serverName;
    this.welcomeToChannel = options.welcomeToChannel;
    this.enterChannel = options.enterChannel;
  }

  /** Begins to send a channel's events to a session. */
  addToAudience(channel: Channel, session: Session): void {
    let audience = this.#audiences.get(channel);
    if (audience === undefined) {
      audience = new Audience();
      this.#audiences.set(channel, audience);
    }
    audience.add(session);
  }

  /** Stops sending a channel's events to a session. */
  removeFromAudience(channel: Channel, session: Session): void {
    this.#audiences.get(channel)?.remove(session);
  }

  /** Runs a change of a session's shape, and moves the session between groups in its channels. */
  reshape(session: Session, change: () => void): void {
    const channels = session.user === undefined
      ? []
      : [...session.user.memberships.values()].map(({ channel }) => channel);
    for (const channel of channels) this.removeFromAudience(channel, session);
    change();
    for (const channel of channels) this.addToAudience(channel, session);
  }

  /** Sends a line to a channel. */
  toChannel(channel: Channel, pick: PickLine, scope: ChannelScope = {}): void {
    const audience = this.#audiences.get(channel);
    if (audience === undefined) return;
    const { except, pledged = false, status } = scope;
    for (const group of audience.groups) {
      const line = pick(group.shape);
      if (line === undefined) continue;
      const stream = this.#output.streamOf(pledged ? group.pledged : group.plain, pledged);
      const start = stream.length;
      stream.append(line.render(group.shape));
      const end = stream.length;
      const { sessions } = group;
      if (sessions.length > FLUSHED_WHEN_BEHIND) stream.isForMany = true;
      for (let i = 0; i < sessions.length; i++) {
        const session = sessions[i];
        if (session === undefined || session === except) continue;
        if (status !== undefined && !hasStatus(channel, session, status)) continue;
        session.connection.enqueue(stream, start, end);
      }
    }
  }

  /**
   * Sends an event's line to a channel. The session that asked for the event gets the line as the
   * answer to its command.
   */
  answerAndSend(
    { origin }: Sequenced,
    pick: PickLine,
    { channel, pledged, status }: Omit<ChannelScope, "except"> & { readonly channel: Channel },
  ): void {
    const except = this.sessions.byId(origin);
    const line = except === undefined ? undefined : pick(except.shape);
    if (line !== undefined) except?.answer(line, pledged);
    this.toChannel(channel, pick, { except, pledged, status });
  }

  /** Sends a line to sessions, once for each shape, and never twice to one session. */
  toSessions(
    sessions: Iterable<Session>,
    pick: PickLine,
    { pledged = false, origin }: SessionScope = {},
  ): void {
    const round = ++this.#round;
    const ranges: Range[] = [];
    let range: Range | undefined;
    for (const session of sessions) {
      if (session.round === round) continue;
      session.round = round;
      const { shape } = session;
      if (session.id === origin && session.answering) {
        const line = pick(shape);
        if (line !== undefined) session.answer(line, pledged);
        continue;
      }
      // Sessions come in groups of one shape, so the range is looked for once per group.
      if (shape !== range?.shape) {
        range = ranges.find((other) => other.shape === shape);
        if (range === undefined) ranges.push(range = this.#write(shape, pick, pledged));
      }
      const { stream, start, end } = range;
      if (stream !== undefined) session.connection.enqueue(stream, start, end);
    }
  }

  /** The sessions that share a channel with a user, and the user's own; some more than once. */
  sessionsSharingChannel(user: User, channels?: Iterable<Channel>): readonly Session[] {
    // An array, because a generator costs more than the delivery itself.
    const all = [...this.sessions.of(user.id)];
    for (const channel of channels ?? channelsOf(user)) {
      for (const { sessions } of this.#audiences.get(channel)?.groups ?? []) {
        for (let i = 0; i < sessions.length; i++) all.push(sessions[i] as Session);
      }
    }
    return all;
  }

  /** The sessions of a channel's members. */
  *sessionsIn(channel: Channel): Iterable<Session> {
    for (const group of this.#audiences.get(channel)?.groups ?? []) yield* group.sessions;
  }

  #write(shape: number, pick: PickLine, pledged: boolean): Range {
    const line = pick(shape);
    if (line === undefined) return { shape, stream: undefined, start: 0, end: 0 };
    // One stream per shape, so that a session's lines about several events are one range.
    const key = pledged ? ~shape : shape;
    let holder = this.#holders.get(key);
    if (holder === undefined) {
      holder = new StreamHolder(framingOf(shape));
      this.#holders.set(key, holder);
    }
    const stream = this.#output.streamOf(holder, pledged);
    const start = stream.length;
    stream.append(line.render(shape));
    return { shape, stream, start, end: stream.length };
  }
}

function* channelsOf(user: User): Iterable<Channel> {
  for (const { channel } of user.memberships.values()) yield channel;
}

function hasStatus(channel: Channel, session: Session, status: number): boolean {
  const member = session.user === undefined ? undefined : channel.members.get(session.user.id);
  return member !== undefined && member.status >= status;
}
