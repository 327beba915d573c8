import type { Talker } from "./talker.ts";

/** Nicknames that many people want. */
const POPULAR = ["alice", "bob", "carol", "dave"];
/** Messages that somebody says at a time. */
const BURST = 5;

/** Something that a talker does. */
type Action = (talker: Talker) => Promise<void>;

/** Does something at random. */
export async function act(talker: Talker): Promise<void> {
  await talker.random.pick(ACTIONS)(talker);
}

/** What talkers do: an action that is here twice is done twice as often. */
const ACTIONS: readonly Action[] = [
  ...Array<Action>(12).fill(say),
  ...Array<Action>(3).fill(sayMuch),
  ...Array<Action>(3).fill(comeBack),
  ...Array<Action>(2).fill(changeMode),
  changeNickname,
  changeTopic,
  kick,
  leave,
];

/** A room that a talker is in. */
function roomOf({ random, views }: Talker): string | undefined {
  return views.size === 0 ? undefined : random.pick([...views.keys()]);
}

/** Somebody who is in a room, the talker perhaps. */
function memberOf({ random, views }: Talker, room: string): string {
  return random.pick([...views.get(room)!.members.keys()]);
}

async function say(talker: Talker): Promise<void> {
  const room = roomOf(talker);
  if (room !== undefined) await talker.say(room);
}

async function sayMuch(talker: Talker): Promise<void> {
  const room = roomOf(talker);
  if (room === undefined) return;
  await Promise.all(Array.from({ length: BURST }, () => talker.say(room)));
}

async function comeBack(talker: Talker): Promise<void> {
  const room = talker.rooms.find((room) => !talker.views.has(room));
  if (room !== undefined) await talker.enterRoom(room);
}

async function leave(talker: Talker): Promise<void> {
  const room = roomOf(talker);
  if (room !== undefined) await talker.send(`PART ${room}`);
}

async function kick(talker: Talker): Promise<void> {
  const room = roomOf(talker);
  if (room !== undefined) await talker.send(`KICK ${room} ${memberOf(talker, room)}`);
}

async function changeTopic(talker: Talker): Promise<void> {
  const room = roomOf(talker);
  if (room === undefined) return;
  await talker.send(`TOPIC ${room} :${talker.name} ${talker.random.below(1_000)}`);
}

async function changeMode(talker: Talker): Promise<void> {
  const room = roomOf(talker);
  if (room === undefined) return;
  const change = talker.random.pick(["+o", "+o", "+v", "-v", "-o"]);
  await talker.send(`MODE ${room} ${change} ${memberOf(talker, room)}`);
}

async function changeNickname(talker: Talker): Promise<void> {
  const nickname = talker.random.chance(0.3) ? talker.random.pick(POPULAR) : talker.newNickname();
  await talker.send(`NICK ${nickname}`);
}
