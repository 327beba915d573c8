import { useEffect, useState } from "react";

import type { RoomOfServer } from "../../events.ts";
import { checkName } from "../../format/nickname.ts";
import { channelName, hasChannelSign, roomName } from "../../format/names.ts";
import { sanitize } from "../../format/sanitize.ts";
import { t } from "../../texts/mod.ts";
import type { Page } from "../page.ts";
import { Dialog } from "./dialog.tsx";
import { type Choice, Picker } from "./picker.tsx";

/** Enters a room of the server, makes a new one, or begins to talk to a person. */
export function OpenDialog({ page }: { readonly page: Page }) {
  const [typed, type] = useState("");
  const [rooms, setRooms] = useState<readonly RoomOfServer[]>();
  useEffect(() => {
    const stop = page.onEvent((_network, event) => {
      if (event.type === "rooms") setRooms(event.rooms);
    });
    page.navigator.chat.requestRooms();
    return stop;
  }, [page]);
  const run = (command: string) => {
    page.show(undefined);
    page.run(command);
  };
  const wanted = typed.trim();
  const found = roomsWith(rooms ?? [], wanted).map((room): Choice => ({
    key: room.channel,
    name: sanitize(roomName(room.channel)),
    note: room.people === 1 ? t("1 person") : t("{count} people", { count: room.people }),
    about: sanitize(room.topic),
    choose: () => run(`/join ${room.channel}`),
  }));
  return (
    <Dialog
      title={t("Enter a room or talk to a person")}
      close={() => page.show(undefined)}
      className="picking"
    >
      <Picker
        label={t("Room or person")}
        hint={t("A name")}
        typed={typed}
        type={type}
        choices={[...found, ...typedChoices(wanted, found, run)]}
        empty={rooms === undefined ? t("Loading the rooms of the server…") : t("Type a name")}
      />
    </Dialog>
  );
}

/** The rooms whose names or topics have a text; those with most people first. */
function roomsWith(rooms: readonly RoomOfServer[], typed: string): readonly RoomOfServer[] {
  const wanted = typed.toLowerCase();
  return rooms
    .filter(({ channel, topic }) =>
      channel.toLowerCase().includes(wanted) || topic.toLowerCase().includes(wanted)
    )
    .sort((a, b) => b.people - a.people);
}

function typedChoices(
  typed: string,
  found: readonly Choice[],
  run: (command: string) => void,
): Choice[] {
  if (typed === "" || /[\s,]/.test(typed)) return [];
  const name = typed.replace(/^@/, "");
  const channel = channelName(name);
  const isKnown = found.some(({ key }) => key.toLowerCase() === channel.toLowerCase());
  const room: Choice = {
    key: "new room",
    name: t("Enter the room {name}", { name: roomName(channel) }),
    note: isKnown ? "" : t("new"),
    choose: () => run(`/join ${channel}`),
  };
  const person: Choice = {
    key: "person",
    name: t("Talk to {name}", { name }),
    note: t("person"),
    choose: () => run(`/query ${name}`),
  };
  const canBeRoom = !isKnown && !typed.startsWith("@");
  const canBePerson = !hasChannelSign(typed) && checkName(name) === undefined;
  return [...(canBeRoom ? [room] : []), ...(canBePerson ? [person] : [])];
}
