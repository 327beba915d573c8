/** A load, described so that it can be handed to another process as JSON. */
export type Scenario =
  | {
    readonly kind: "room";
    readonly members: number;
    /** Lines sent in one write; the next burst waits until every member has them. */
    readonly burst: number;
    readonly bursts: number;
  }
  | { readonly kind: "idle"; readonly connections: number; readonly settleSeconds: number }
  | { readonly kind: "registration"; readonly connections: number };

/** One run of one scenario against one server. */
export interface Result {
  /** What counts: deliveries or registrations a CPU-second; for idle, bytes a connection. */
  readonly score: number;
  /** Deliveries or registrations a second of wall time. */
  readonly wallRate: number;
  readonly cpuSeconds: number;
  /** The server's resident memory at the end. */
  readonly residentBytes: number;
}

/** Each takes the slowest server a few CPU-seconds, so that 10 ms steps do not matter. */
export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  "burst-64": { kind: "room", members: 500, burst: 64, bursts: 160 },
  "burst-8": { kind: "room", members: 500, burst: 8, bursts: 640 },
  "burst-1": { kind: "room", members: 500, burst: 1, bursts: 2000 },
  "idle": { kind: "idle", connections: 5000, settleSeconds: 5 },
  "registration": { kind: "registration", connections: 5000 },
};

/** The unit of a scenario's score. */
export function scoreUnit(scenario: Scenario): string {
  switch (scenario.kind) {
    case "room":
      return "deliveries/CPU-s";
    case "idle":
      return "bytes/connection";
    case "registration":
      return "registrations/CPU-s";
  }
}
