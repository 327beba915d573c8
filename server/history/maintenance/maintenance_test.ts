import { assertEquals } from "@std/assert";
import { createLog } from "../../operator/log.ts";
import { Maintenance } from "./maintenance.ts";

const LOG = createLog({ level: "info", format: "text", write: () => {} });

/** Waits for what a timer of maintenance does, which does not keep the process alive by itself. */
async function alive<T>(promise: Promise<T>): Promise<T> {
  const timer = setInterval(() => {}, 1_000);
  try {
    return await promise;
  } finally {
    clearInterval(timer);
  }
}

Deno.test("The steps of an urgent task do not wait until it is quiet, those of others do", async () => {
  const { promise: done, resolve } = Promise.withResolvers<void>();
  let urgent = 3;
  let others = 0;
  const maintenance = new Maintenance([
    {
      name: "urgent",
      step: () => {
        urgent--;
        if (urgent === 0) resolve();
        return urgent > 0;
      },
      isUrgent: () => urgent > 0,
    },
    { name: "other", step: () => ++others > 0 },
  ], { log: LOG });
  maintenance.request();
  assertEquals(urgent, 3);
  await alive(done);
  assertEquals(others, 0);
  maintenance.close();
});

Deno.test("An urgent task that fails is reported and does not run again at once", async () => {
  const { promise: failed, resolve } = Promise.withResolvers<unknown>();
  let steps = 0;
  const maintenance = new Maintenance([{
    name: "urgent",
    step: () => {
      steps++;
      throw new Error("The disk is full");
    },
    isUrgent: () => true,
  }], { log: LOG, onFailure: resolve });
  maintenance.request();
  assertEquals(String(await alive(failed)), "Error: The disk is full");
  maintenance.request();
  await new Promise((resolve) => setTimeout(resolve, 0));
  assertEquals(steps, 1);
  maintenance.close();
});
