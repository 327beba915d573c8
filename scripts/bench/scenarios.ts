/** A load as JSON, which is passed to another process. */
export type Scenario =
  | {
    readonly kind: "room";
    /** Whether everybody connects over WebSocket. */
    readonly webSocket?: true;
    readonly members: number;
    /** Lines in one write; the next burst is sent when every member has all of them. */
    readonly burst: number;
    readonly bursts: number;
    /** Bursts before measuring, in which an engine compiles what runs often. */
    readonly warmUp: number;
  }
  | { readonly kind: "idle"; readonly connections: number; readonly settleSeconds: number }
  | { readonly kind: "registration"; readonly connections: number };

/** One run of one scenario against one server. */
export interface Result {
  /** Deliveries or registrations per second of CPU time; for idle, bytes per connection. */
  readonly score: number;
  /** Deliveries or registrations per second of wall time. */
  readonly wallRate: number;
  readonly cpuSeconds: number;
  /** Resident memory of the server at the end. */
  readonly residentBytes: number;
}

/** Each takes the slowest server a few seconds of CPU time, which is read in steps of 10 ms. */
export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  "burst-64": { kind: "room", members: 500, burst: 64, bursts: 160, warmUp: 24 },
  "burst-8": { kind: "room", members: 500, burst: 8, bursts: 640, warmUp: 96 },
  "burst-1": { kind: "room", members: 500, burst: 1, bursts: 2000, warmUp: 300 },
  "websocket-64": {
    kind: "room",
    webSocket: true,
    members: 500,
    burst: 64,
    bursts: 160,
    warmUp: 24,
  },
  "websocket-1": {
    kind: "room",
    webSocket: true,
    members: 500,
    burst: 1,
    bursts: 2000,
    warmUp: 300,
  },
  "idle": { kind: "idle", connections: 5000, settleSeconds: 5 },
  "registration": { kind: "registration", connections: 5000 },
};

/** The same loads with less work, for `--quick`. */
export const QUICK_SCENARIOS: Readonly<Record<string, Scenario>> = {
  "burst-64": { kind: "room", members: 500, burst: 64, bursts: 40, warmUp: 12 },
  "burst-8": { kind: "room", members: 500, burst: 8, bursts: 100, warmUp: 40 },
  "burst-1": { kind: "room", members: 500, burst: 1, bursts: 200, warmUp: 100 },
  "websocket-64": {
    kind: "room",
    webSocket: true,
    members: 500,
    burst: 64,
    bursts: 40,
    warmUp: 12,
  },
  "websocket-1": {
    kind: "room",
    webSocket: true,
    members: 500,
    burst: 1,
    bursts: 200,
    warmUp: 100,
  },
  "idle": { kind: "idle", connections: 1000, settleSeconds: 2 },
  "registration": { kind: "registration", connections: 1500 },
};

/** Whether a scenario needs IRC over WebSocket. */
export function needsWebSocket(scenario: Scenario): boolean {
  return scenario.kind === "room" && scenario.webSocket === true;
}

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
