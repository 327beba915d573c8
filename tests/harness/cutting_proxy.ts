/** When a connection through a {@linkcode CuttingProxy} is cut. */
export interface Cut {
  /** The direction of the bytes that are counted. */
  readonly direction: "to-server" | "to-client";
  /** How many bytes of that direction are passed on before the cut, which may be inside a line. */
  readonly bytes: number;
  /** Whether the server's side stays open until the next connection is cut. */
  readonly unheard: boolean;
}

interface Pair {
  readonly client: Deno.TcpConn;
  readonly server: Deno.TcpConn;
}

/** Options for {@linkcode CuttingProxy}. */
export interface CuttingProxyOptions {
  readonly host: string;
  /** The port of the server. */
  readonly port: number;
  /** Returns when to cut the next connection; undefined: never. */
  readonly next: () => Cut | undefined;
}

/** A proxy between clients and a server that cuts connections after given numbers of bytes. */
export class CuttingProxy implements AsyncDisposable {
  /** How many connections were cut. */
  cuts = 0;
  readonly #options: CuttingProxyOptions;
  readonly #listener: Deno.TcpListener;
  readonly #open = new Set<Deno.TcpConn>();
  readonly #unheard: Deno.TcpConn[] = [];
  readonly #serving: Promise<void>;

  constructor(options: CuttingProxyOptions) {
    this.#options = options;
    this.#listener = Deno.listen({ hostname: options.host, port: 0 });
    this.#serving = this.#serve();
  }

  get port(): number {
    return this.#listener.addr.port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    for (const connection of [...this.#open]) this.#close(connection);
    await this.#serving;
  }

  async #serve(): Promise<void> {
    const pumps: Promise<void>[] = [];
    const { host, port, next } = this.#options;
    try {
      for await (const client of this.#listener) {
        const server = await Deno.connect({ hostname: host, port });
        const pair = { client, server };
        this.#open.add(client).add(server);
        const cut = next();
        for (const direction of ["to-server", "to-client"] as const) {
          pumps.push(this.#pump(pair, { direction, cut }));
        }
      }
    } catch {
      // The listener was closed.
    }
    await Promise.all(pumps);
  }

  async #pump(
    pair: Pair,
    { direction, cut }: { direction: Cut["direction"]; cut: Cut | undefined },
  ): Promise<void> {
    const [from, to] = direction === "to-server"
      ? [pair.client, pair.server]
      : [pair.server, pair.client];
    let left = cut?.direction === direction ? cut.bytes : Infinity;
    const buffer = new Uint8Array(16_384);
    try {
      while (left > 0) {
        const count = await from.read(buffer);
        if (count === null) break;
        let rest = buffer.subarray(0, Math.min(count, left));
        left -= rest.length;
        while (rest.length > 0) rest = rest.subarray(await to.write(rest));
      }
    } catch {
      // One side is closed.
    }
    if (left <= 0) this.#cut(pair, cut?.unheard === true);
    else if (!this.#unheard.includes(pair.server)) this.#end(pair);
  }

  #cut(pair: Pair, unheard: boolean): void {
    this.cuts++;
    for (const server of this.#unheard.splice(0)) this.#close(server);
    if (unheard) this.#unheard.push(pair.server);
    else this.#close(pair.server);
    this.#close(pair.client);
  }

  #end({ client, server }: Pair): void {
    this.#close(client);
    this.#close(server);
  }

  #close(connection: Deno.TcpConn): void {
    if (!this.#open.delete(connection)) return;
    try {
      connection.close();
    } catch {
      // Closed by the other side already.
    }
  }
}
