/**
 * The load. It is a process of its own, so that its work is not measured as the server's. Its one
 * argument is an Order as JSON; it prints a list of Results as JSON.
 */
import type { Order, Result, Scenario } from "../scenarios.ts";
import { runIdle, runJoins, runRegistration, runReturn } from "./arrival.ts";
import { runBurst } from "./burst.ts";
import { Crowd } from "./crowd.ts";
import { runDelay } from "./delay.ts";
import { goFirst } from "./sockets.ts";
import { runTalk, type TalkPlace } from "./talk.ts";

function run(scenario: Scenario, place: TalkPlace): Result {
  switch (scenario.kind) {
    case "talk":
      return runTalk(scenario, place);
    case "burst":
      return runBurst(scenario, place);
    case "delay":
      return runDelay(scenario, place);
    case "registration":
      return runRegistration(scenario, place);
    case "idle":
      return runIdle(scenario, place);
    case "joins":
      return runJoins(scenario, place);
    case "return":
      return runReturn(scenario, place);
  }
}

/** Runs scenarios one after another with the same clients, in rooms of their own. */
function runAll({ scenarios, pid, ...options }: Order): Result[] {
  const crowd = new Crowd(options);
  const results = scenarios.map((scenario, index) =>
    run(scenario, { crowd, pid, prefix: `#load${index}` })
  );
  crowd.close();
  return results;
}

if (import.meta.main) {
  goFirst();
  console.log(JSON.stringify(runAll(JSON.parse(Deno.args[0] ?? "") as Order)));
  Deno.exit(0);
}
