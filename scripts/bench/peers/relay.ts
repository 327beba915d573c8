/**
 * The least that a server can do on Deno's sockets: it passes lines on and checks, stores and limits
 * nothing. Its argument is the port.
 */
interface Client {
  name: string;
  pending: string;
  writing: boolean;
  readonly connection: Deno.Conn;
}

const names = new Map<string, Client>();
const rooms = new Map<string, Set<Client>>();
const encoder = new TextEncoder();

async function send(client: Client, line: string): Promise<void> {
  client.pending += line;
  if (client.writing) return;
  client.writing = true;
  while (client.pending !== "") {
    const bytes = encoder.encode(client.pending);
    client.pending = "";
    for (let at = 0; at < bytes.length;) at += await client.connection.write(bytes.subarray(at));
  }
  client.writing = false;
}

function handle(client: Client, line: string): void {
  const [command, target = "", ...rest] = line.split(" ");
  if (command === "NICK") names.set(client.name = target, client);
  else if (command === "USER") {
    send(client, `:relay 001 ${client.name} :Hello\r\n:relay 422 ${client.name} :No MOTD\r\n`);
  } else if (command === "PING") send(client, `:relay PONG relay ${target}\r\n`);
  else if (command === "JOIN") {
    if (!rooms.has(target)) rooms.set(target, new Set());
    rooms.get(target)!.add(client);
    send(client, `:relay 366 ${client.name} ${target} :End of /NAMES list\r\n`);
  } else if (command === "PRIVMSG") {
    const text = `:${client.name}!u@127.0.0.1 PRIVMSG ${target} ${rest.join(" ")}\r\n`;
    const one = names.get(target);
    for (const member of rooms.get(target) ?? (one ? [one] : [])) {
      if (member !== client) send(member, text);
    }
  }
}

async function serve(connection: Deno.Conn): Promise<void> {
  const client = { name: "", pending: "", writing: false, connection };
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(16 * 1024);
  let rest = "";
  for (let count; (count = await connection.read(buffer)) !== null;) {
    const lines = (rest + decoder.decode(buffer.subarray(0, count), { stream: true })).split(
      "\r\n",
    );
    rest = lines.pop()!;
    for (const line of lines) handle(client, line);
  }
}

const listener = Deno.listen({ hostname: "127.0.0.1", port: Number(Deno.args[0]) });
for await (const connection of listener) serve(connection).catch(() => {});
