import { assert } from "@std/assert";
import type { ListenerHost } from "./listener.ts";
import { PendingSockets } from "./pending_sockets.ts";
import { listenTcp } from "./tcp.ts";

const HOST: ListenerHost = {
  pending: new PendingSockets({ sessionsFrom: () => 0, perAddress: () => 0 }),
  mayConnect: () => true,
  isProxy: () => false,
  handshakeTimeout: () => 1_000,
  report: () => {},
};

Deno.test("A connection is read while hundreds wait to be accepted", async () => {
  const listener = listenTcp({ host: "127.0.0.1", port: 0 }, HOST);
  using stack = new DisposableStack();
  const connect = async () =>
    stack.use(await Deno.connect({ hostname: "127.0.0.1", port: listener.port }));
  const first = await connect();
  await first.write(new Uint8Array(1));
  const waiting = 400;
  await Promise.all(Array.from({ length: waiting }, connect));
  const { promise: read, resolve } = Promise.withResolvers<number>();
  let accepted = 0;
  const running = listener.run((transport) => {
    stack.defer(() => transport.close());
    if (++accepted === 1) transport.read(new Uint8Array(1)).then(() => resolve(accepted));
  });
  const before = await read;
  assert(before < waiting / 4, `${before} were accepted before the first was read`);
  listener.close();
  await running;
});
