/** The kinds of events that the simulated network has. */
export const KINDS = ["message", "direct", "join", "part", "connect", "quit"] as const;

/** A kind of event; a direct one is a message to a person. */
export type Kind = typeof KINDS[number];

/** What an event of a kind costs. */
export interface EventCost {
  /** Bytes in the log. */
  readonly bytes: number;
  /** A node's CPU time to read it from the log, apply it and store it, in microseconds. */
  readonly applyUs: number;
}

/** The figures that the simulation begins with. */
export interface Costs {
  readonly events: Readonly<Record<Kind, EventCost>>;
  /** A batch of the log beside its events: bytes, and CPU time of a node that applies it. */
  readonly batchBytes: number;
  readonly batchUs: number;
  /** CPU time of a node to read a line of a client and append its event, in microseconds. */
  readonly ingestUs: number;
  /** CPU time of a node for a delivery to a client, in microseconds, and the bytes sent. */
  readonly deliveryUs: number;
  readonly deliveryBytes: number;
  /** Bytes of the state in a node's memory. */
  readonly userBytes: number;
  readonly membershipBytes: number;
  /** Bytes of a connection at the node that has it. */
  readonly connectionBytes: number;
  /** Messages a second that one stream of NATS stores, one after the other. */
  readonly appendsPerSecond: number;
  /** CPU time of NATS to hand a stored message on to one node, in microseconds. */
  readonly handOnUs: number;
  /** Milliseconds from a node to a NATS server, and back. */
  readonly hopMs: number;
}

/**
 * Costs as they were measured on 2 cores of an AMD EPYC. `--measure` measures those of events,
 * batches, the state and NATS's CPU time anew. Deliveries are those of rooms of 20 in
 * docs/speed.json; appends and hops were measured with three NATS servers.
 */
export const COSTS: Costs = {
  events: {
    message: { bytes: 182, applyUs: 8 },
    direct: { bytes: 165, applyUs: 13 },
    join: { bytes: 60, applyUs: 9 },
    part: { bytes: 60, applyUs: 8 },
    connect: { bytes: 208, applyUs: 4 },
    quit: { bytes: 59, applyUs: 8 },
  },
  batchBytes: 80,
  batchUs: 25,
  ingestUs: 15,
  deliveryUs: 5.9,
  deliveryBytes: 180,
  userBytes: 736,
  membershipBytes: 185,
  connectionBytes: 8_000,
  appendsPerSecond: 30_000,
  handOnUs: 0.55,
  hopMs: 0.25,
};
