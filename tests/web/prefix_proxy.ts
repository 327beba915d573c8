/** A proxy that serves a server's page under a path, as people set up nginx. */

/** The path of the page at the proxy. */
export const PREFIX = "/chat/";
const MAX_HEAD_BYTES = 16_384;

/** Passes requests under {@linkcode PREFIX} on without it; the root leads there. */
export class PrefixProxy implements AsyncDisposable {
  readonly #target: Deno.ConnectOptions;
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #open = new Set<Deno.TcpConn>();
  readonly #serving: Promise<void>;

  constructor({ host, port }: { readonly host: string; readonly port: number }) {
    this.#target = { hostname: host, port };
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
    const answers: Promise<void>[] = [];
    try {
      for await (const client of this.#listener) {
        this.#open.add(client);
        answers.push(this.#answer(client).catch(() => {}).finally(() => this.#close(client)));
      }
    } catch {
      // The listener is closed.
    }
    await Promise.all(answers);
  }

  async #answer(client: Deno.TcpConn): Promise<void> {
    const head = await readHead(client);
    if (head === undefined) return;
    const [method, path = ""] = head.split(" ");
    if (!path.startsWith(PREFIX)) {
      const answer = `HTTP/1.1 302 Found\r\nLocation: ${PREFIX}\r\nContent-Length: 0\r\n\r\n`;
      await client.write(new TextEncoder().encode(answer));
      return;
    }
    const server = await Deno.connect(this.#target);
    this.#open.add(server);
    const request = head
      .replace(`${method} ${PREFIX}`, `${method} /`)
      // One request for each connection; one that becomes a WebSocket says so itself.
      .replace(/\r\nConnection: keep-alive/i, "\r\nConnection: close");
    await server.write(new TextEncoder().encode(request));
    await Promise.all([
      client.readable.pipeTo(server.writable).catch(() => {}),
      server.readable.pipeTo(client.writable).catch(() => {}),
    ]).finally(() => this.#close(server));
  }

  #close(connection: Deno.TcpConn): void {
    if (!this.#open.delete(connection)) return;
    try {
      connection.close();
    } catch {
      // The other side was faster.
    }
  }
}

/** Reads a request up to its end, which browsers send without a body. */
async function readHead(client: Deno.TcpConn): Promise<string | undefined> {
  const decoder = new TextDecoder();
  const chunk = new Uint8Array(MAX_HEAD_BYTES);
  let head = "";
  while (!head.includes("\r\n\r\n")) {
    const count = await client.read(chunk);
    if (count === null || head.length > MAX_HEAD_BYTES) return undefined;
    head += decoder.decode(chunk.subarray(0, count), { stream: true });
  }
  return head;
}
