const encoder = new TextEncoder();
const decoder = new TextDecoder("latin1");

/** An answer as it came. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/**
 * Sends the text of requests as it is and reads what comes until the server closes the connection.
 * Returns each answer; the last request must ask the server to close.
 */
export async function ask(
  { host, port }: { host: string; port: number },
  text: string,
): Promise<HttpAnswer[]> {
  using connection = await Deno.connect({ hostname: host, port });
  let unsent = encoder.encode(text);
  const sending = (async () => {
    while (unsent.length > 0) unsent = unsent.subarray(await connection.write(unsent));
  })().catch(() => {});
  let received = "";
  const buffer = new Uint8Array(64 * 1024);
  for (;;) {
    const count = await connection.read(buffer).catch(() => null);
    if (count === null) break;
    received += decoder.decode(buffer.subarray(0, count));
  }
  await sending;
  return answersIn(received, text.startsWith("HEAD "));
}

function answersIn(text: string, withoutBodies: boolean): HttpAnswer[] {
  const answers: HttpAnswer[] = [];
  for (let rest = text; rest !== "";) {
    const end = rest.indexOf("\r\n\r\n");
    if (end === -1) throw new Error(`No answer in ${JSON.stringify(rest.slice(0, 200))}`);
    const [first = "", ...lines] = rest.slice(0, end).split("\r\n");
    const headers = new Headers(lines.map((line) => line.split(/: (.*)/s, 2) as [string, string]));
    const length = withoutBodies ? 0 : Number(headers.get("content-length") ?? 0);
    const body = rest.slice(end + 4, end + 4 + length);
    if (body.length < length) throw new Error(`The body ends after ${body.length} bytes`);
    answers.push({ status: Number(first.split(" ")[1]), headers, body });
    rest = rest.slice(end + 4 + length);
  }
  return answers;
}

/** Sends one request that asks to close; the answer. */
export async function request(
  server: { host: string; port: number },
  { method = "GET", path, headers = {} }: {
    method?: string;
    path: string;
    headers?: Readonly<Record<string, string>>;
  },
): Promise<HttpAnswer> {
  const all = { host: "chat.test", connection: "close", ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  const [answer] = await ask(server, `${method} ${path} HTTP/1.1\r\n${lines.join("")}\r\n`);
  if (answer === undefined) throw new Error("The server closed the connection without an answer");
  return answer;
}
