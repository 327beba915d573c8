import { type IrcMessage, parseSource } from "../../../protocol/message.ts";

const MODES: Readonly<Record<string, string>> = { q: "~", a: "&", o: "@", h: "%", v: "+" };
const PREFIXES = Object.values(MODES).join("");
const NAME = new RegExp(`^([${PREFIXES}]*)(.*)$`);

/** What a client that is in a room knows of it, from the lines that it has received. */
export class RoomView {
  topic = "";
  /** The prefixes of each member by nickname, in the order of their ranks. */
  readonly members = new Map<string, string>();

  /** Takes a line about this room, or about somebody who may be in it. */
  take(message: IrcMessage): void {
    const { command, params } = message;
    const nickname = parseSource(message.source ?? "").name;
    if (command === "JOIN") this.members.set(nickname, "");
    else if (command === "PART" || command === "QUIT") this.members.delete(nickname);
    else if (command === "KICK") this.members.delete(params[1]!);
    else if (command === "NICK") this.#rename(nickname, params[0]!);
    else if (command === "TOPIC") this.topic = params[1]!;
    else if (command === "MODE") this.#changeModes(params);
    else if (command === "332") this.topic = params[2]!;
    else if (command === "353") this.#takeNames(params[3]!);
  }

  /** All of it as one text, the same for the same room. */
  toString(): string {
    const names = [...this.members].map(([name, prefixes]) => prefixes + name).toSorted();
    return `"${this.topic}" ${names.join(" ")}`;
  }

  #takeNames(names: string): void {
    for (const word of names.split(" ")) {
      const [, prefixes = "", name = ""] = NAME.exec(word)!;
      if (name !== "") this.members.set(name, prefixes);
    }
  }

  #rename(before: string, after: string): void {
    const prefixes = this.members.get(before);
    if (prefixes === undefined) return;
    this.members.delete(before);
    this.members.set(after, prefixes);
  }

  #changeModes([, changes = "", ...args]: readonly string[]): void {
    let adds = true;
    for (const letter of changes) {
      if (letter === "+" || letter === "-") adds = letter === "+";
      const prefix = MODES[letter];
      if (prefix === undefined) continue;
      const name = args.shift()!;
      const others = (this.members.get(name) ?? "").replace(prefix, "");
      const prefixes = adds ? others + prefix : others;
      const byRank = [...prefixes].toSorted((one, other) =>
        PREFIXES.indexOf(one) - PREFIXES.indexOf(other)
      );
      this.members.set(name, byRank.join(""));
    }
  }
}
