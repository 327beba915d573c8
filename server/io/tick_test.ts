import { assert } from "@std/assert";
import { Tick } from "./tick.ts";

Deno.test("Sockets are read between ticks that request the next one", async () => {
  let ticks = 0;
  let over = false;
  const tick = new Tick(() => {
    ticks++;
    for (const end = performance.now() + 1; performance.now() < end;);
    if (!over) tick.request();
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
});
