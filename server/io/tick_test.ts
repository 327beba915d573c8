import { assert } from "@std/assert";
import { Tick } from "./tick.ts";

/** Ways to request the next tick in a tick. */
const NEXT: Record<string, (tick: Tick) => void> = {
  "request the next one": (tick) => tick.request(),
  "cause work that goes on": (tick) => queueMicrotask(tick.requestLater),
};

for (const [who, requestNext] of Object.entries(NEXT)) {
  Deno.test(`Sockets are read between ticks that ${who}`, () => readBetweenTicks(requestNext));
}

async function readBetweenTicks(requestNext: (tick: Tick) => void): Promise<void> {
  let ticks = 0;
  let over = false;
  const tick: Tick = new Tick(() => {
    ticks++;
    for (const end = performance.now() + 1; performance.now() < end;);
    if (!over) requestNext(tick);
  });
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  using near = await Deno.connect({ hostname: "127.0.0.1", port: listener.addr.port });
  using far = await listener.accept();
  tick.request();
  const byte = new Uint8Array(1);
  const rounds = 30;
  for (let round = 0; round < rounds; round++) {
    const reading = far.read(byte);
    // The socket is waited for when the byte comes.
    await tick.next();
    await near.write(byte);
    await reading;
  }
  over = true;
  await tick.next();
  // An event loop that runs immediates only reads sockets in one of some 60 turns.
  assert(ticks < rounds * 4, `${rounds} reads took ${ticks} ticks`);
}
