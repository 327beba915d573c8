import { IrcTestClient } from "../tests/harness/irc_client.ts";

/** The rooms of the pictures. */
export const ROOM = "studio";
export const OTHER_ROOM = "lunch";
const CAPABILITIES = ["message-tags", "server-time", "batch", "echo-message"];

/** Somebody who talks without a screen. */
export class Talker implements Disposable {
  readonly #client: IrcTestClient;
  #said = 0;

  private constructor(client: IrcTestClient) {
    this.#client = client;
  }

  static async enter(address: { host: string; port: number }, nickname: string): Promise<Talker> {
    const channels = [`#${ROOM}`, `#${OTHER_ROOM}`];
    return new Talker(
      await IrcTestClient.enter(address, { nickname, channels, capabilities: CAPABILITIES }),
    );
  }

  /** Says something, and returns the message's id. */
  async say(text: string, { to = `#${ROOM}`, about = "" } = {}): Promise<string> {
    const label = String(++this.#said);
    const reply = about === "" ? "" : `;+draft/reply=${about}`;
    await this.#client.send(`@+said=${label}${reply} PRIVMSG ${to} :${text}`);
    const echo = await this.#client.waitFor(
      "the echo",
      ({ tags, command }) => command === "PRIVMSG" && tags?.get("+said") === label,
    );
    return echo.tags?.get("msgid") ?? "";
  }

  async react(msgid: string, emoji: string): Promise<void> {
    await this.#client.send(`@+draft/reply=${msgid};+draft/react=${emoji} TAGMSG #${ROOM}`);
    await this.#client.sync();
  }

  /** Sends a line that is no message. */
  async send(line: string): Promise<void> {
    await this.#client.send(line);
    await this.#client.sync();
  }

  [Symbol.dispose](): void {
    this.#client.close();
  }
}
