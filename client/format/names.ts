/** The characters that begin a channel's name on any server. */
const CHANNEL_SIGNS = "#&+!";

/** The channel of a room: `1` becomes `#1`; `#1`, `&local` and `+x` stay as they are. */
export function channelName(room: string): string {
  return CHANNEL_SIGNS.includes(room.charAt(0)) ? room : `#${room}`;
}

/** The name of a channel for people: `#1` becomes `1`; `##1` stays, for `#1` is another channel. */
export function roomName(channel: string): string {
  if (!channel.startsWith("#") || channel.length < 2) return channel;
  return CHANNEL_SIGNS.includes(channel.charAt(1)) ? channel : channel.slice(1);
}

/** The channel in an answer to WHOIS, which begins with the person's rights there: `@#1` is `#1`. */
export function withoutRights(channel: string): string {
  return channel.replace(/^[~&@%+!*]+(?=#)/, "").replace(/^[~@%*]+(?=[&+!])/, "");
}

/** Whether a name begins with a channel's sign. */
export function hasChannelSign(name: string): boolean {
  return name !== "" && CHANNEL_SIGNS.includes(name.charAt(0));
}

/** A number that a nickname always has, from which its colour is chosen. */
export function nicknameHash(nick: string): number {
  let hash = 0;
  for (const character of nick.toLowerCase()) {
    hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
  }
  return hash;
}
