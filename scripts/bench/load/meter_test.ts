import { assert } from "@std/assert";

import { Meter } from "./meter.ts";
import { testUnless } from "../../../tests/harness/peers.ts";

const WITHOUT_LINUX = Deno.build.os === "linux" ? undefined : "there is no /proc";
const MILLISECONDS = 100;

testUnless(WITHOUT_LINUX, {
  name: "A load that works without a pause is busy all the time",
  fn() {
    const meter = new Meter(Deno.pid);
    const end = performance.now() + MILLISECONDS;
    while (performance.now() < end);
    const { driverShare } = meter.read();
    assert(driverShare > 0.9, `${driverShare}`);
  },
});

testUnless(WITHOUT_LINUX, {
  name: "A load that waits is not busy",
  fn() {
    const meter = new Meter(Deno.pid);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, MILLISECONDS);
    const { driverShare } = meter.read();
    assert(driverShare < 0.5, `${driverShare}`);
  },
});
