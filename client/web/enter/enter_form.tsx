import { type FormEvent, useState } from "react";

import { checkName } from "../../format/nickname.ts";
import { t } from "../../texts/mod.ts";
import type { Entry } from "../page.ts";

/** Asks for a name and a room. */
export function EnterForm({ name, rooms, enter }: {
  readonly name: string;
  readonly rooms: string;
  readonly enter: (entry: Entry) => void;
}) {
  const [typedName, setName] = useState(name);
  const [typedRooms, setRooms] = useState(rooms);
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState<string>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const nick = typedName.trim();
    const wrong = checkName(nick);
    setProblem(wrong);
    if (wrong !== undefined) return;
    enter({
      name: nick,
      rooms: typedRooms.split(/[\s,]+/).filter((room) => room !== ""),
      account: password === "" ? undefined : { name: nick, password },
    });
  };
  return (
    <main className="enter">
      <form className="card" onSubmit={submit} noValidate>
        <h1>chat</h1>
        <p className="faint">{t("Choose a name and a room, then enter")}</p>
        <label>
          {t("Name")}
          <input
            name="name"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
            value={typedName}
            aria-invalid={problem !== undefined}
            aria-describedby="name-problem"
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <p id="name-problem" className="problem" role="alert">{problem}</p>
        <label>
          {t("Room")}
          <input
            name="rooms"
            autoCapitalize="none"
            spellCheck={false}
            value={typedRooms}
            onChange={(event) => setRooms(event.target.value)}
          />
        </label>
        <label>
          {t("Password, if the name has an account")}
          <input
            name="password"
            type="password"
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </label>
        <button type="submit" className="primary">{t("Enter")}</button>
      </form>
    </main>
  );
}
