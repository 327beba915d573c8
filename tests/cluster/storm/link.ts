const READ_BYTES = 64 * 1024;

/** The two ends of a connection that passes through a {@linkcode Link}. */
type Ends = readonly [client: Deno.TcpConn, server: Deno.TcpConn];

/** A way through the network to a port of this machine, which can be cut and mended. */
export class Link implements AsyncDisposable {
  readonly #port: () => number;
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #open = new Set<Deno.TcpConn>();
  readonly #serving: Promise<void>;
  #isCut = false;
  /** Pending while nothing passes. */
  #passing = Promise.resolve();
  #pass = () => {};

  /** `port` is asked for each connection. */
  constructor(port: () => number) {
    this.#port = port;
    this.#serving = this.#serve();
  }

  /** The port at the near end. */
  get port(): number {
    return this.#listener.addr.port;
  }

  /** Whether connections pass through it. */
  get isUsed(): boolean {
    return this.#open.size > 0;
  }

  /** Closes all connections, and refuses others. */
  cut(): void {
    this.#isCut = true;
    this.#closeAll();
  }

  /** Passes nothing on, and closes nothing: neither end knows. */
  hold(): void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#passing = promise;
    this.#pass = resolve;
  }

  /** Passes everything on again, that first which waits. */
  mend(): void {
    this.#isCut = false;
    this.#pass();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    this.#closeAll();
    this.mend();
    await this.#serving;
  }

  async #serve(): Promise<void> {
    const connections: Promise<void>[] = [];
    try {
      for await (const client of this.#listener) connections.push(this.#connect(client));
    } catch {
      // The listener was closed.
    }
    await Promise.all(connections);
  }

  async #connect(client: Deno.TcpConn): Promise<void> {
    this.#open.add(client);
    await this.#passing;
    if (this.#isCut) return this.#close(client);
    try {
      const server = await Deno.connect({ hostname: "127.0.0.1", port: this.#port() });
      this.#open.add(server);
      const ends: Ends = [client, server];
      await Promise.all([this.#pump(ends), this.#pump([server, client])]);
    } catch {
      // Nobody listens at the far end.
      this.#close(client);
    }
  }

  async #pump([from, to]: Ends): Promise<void> {
    const buffer = new Uint8Array(READ_BYTES);
    try {
      for (let count = await from.read(buffer); count !== null; count = await from.read(buffer)) {
        await this.#passing;
        let rest = buffer.subarray(0, count);
        while (rest.length > 0) rest = rest.subarray(await to.write(rest));
      }
    } catch {
      // One end is closed.
    }
    this.#close(from);
    this.#close(to);
  }

  #closeAll(): void {
    for (const connection of [...this.#open]) this.#close(connection);
  }

  #close(connection: Deno.TcpConn): void {
    if (!this.#open.delete(connection)) return;
    try {
      connection.close();
    } catch {
      // Closed by the other end already.
    }
  }
}
