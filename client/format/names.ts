/** Characters that begin a channel's name anywhere. */
const CHANNEL_SIGNS = "#&+!";

/** A room as a person writes it, as a channel: `1` is `#1`; `#1`, `&local` and `+x` stay so. */
export function channelName(room: string): string {
  return CHANNEL_SIGNS.includes(room.charAt(0)) ? room : `#${room}`;
}

/** A channel as a person reads it: `#1` is `1`; what would be read as another channel stays. */
export function roomName(channel: string): string {
  if (!channel.startsWith("#") || channel.length < 2) return channel;
  return CHANNEL_SIGNS.includes(channel.charAt(1)) ? channel : channel.slice(1);
}

/** Whether a person wrote a channel with its sign. */
export function hasChannelSign(name: string): boolean {
  return name !== "" && CHANNEL_SIGNS.includes(name.charAt(0));
}
