import { type FormEvent, useEffect, useLayoutEffect, useRef, useState } from "react";

import { checkName } from "../../format/nickname.ts";
import { t } from "../../texts/mod.ts";
import type { EarlyTyped } from "../start/drawn_form.ts";
import type { Entry, LoginWay } from "./entry.ts";
import type { EnterView } from "./enter_flow.ts";
import { Field } from "./field.tsx";
import type { FieldName, Problem } from "./problems.ts";

type WayName = LoginWay["type"];

/** What is in the fields. */
interface Typed {
  readonly name: string;
  readonly rooms: string;
  readonly way: WayName;
  readonly password: string;
  readonly email: string;
  readonly code: string;
  readonly serverPassword: string;
  readonly remember: boolean;
}

/** Asks who enters, and which rooms. What was typed stays until the person is let in. */
export function EnterForm({ view, host, isExposed, takeTyped, enter, cancel }: {
  readonly view: EnterView;
  /** The server's address as people read it. */
  readonly host: string;
  /** Whether others can read what goes to the server. */
  readonly isExposed: boolean;
  /** What was typed before this was loaded; undefined if it was taken already. */
  readonly takeTyped: () => EarlyTyped | undefined;
  readonly enter: (entry: Entry) => void;
  readonly cancel: () => void;
}) {
  const { offered, isConnecting } = view;
  const [typed, setTyped] = useState<Typed>(() => typedOf(offered));
  const [mistake, setMistake] = useState<Problem>();
  const [asked, setAsked] = useState<readonly FieldName[]>([]);
  const problem = mistake ?? view.problem;
  const set = (changes: Partial<Typed>) => setTyped((before) => ({ ...before, ...changes }));
  useEffect(() => {
    const { problem } = view;
    if (problem?.way !== undefined) set({ way: problem.way });
    const { field } = problem ?? {};
    if (field !== undefined) setAsked((before) => [...before, field]);
  }, [view.problem]);
  const submit = (typed: Typed) => {
    const wrong = mistakeIn(typed);
    setMistake(wrong);
    if (wrong === undefined && !isConnecting) enter(entryOf(typed, offered));
  };
  useLayoutEffect(() => {
    const early = takeTyped();
    if (early === undefined) return;
    const { name, rooms, remember } = early;
    const both: Typed = { ...typed, name, rooms, remember, way: early.way as WayName };
    setTyped(both);
    if (early.isSubmitted) submit(both);
  }, []);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    submit(typed);
  };
  const shared = { problem, readOnly: isConnecting };
  const text = (name: Exclude<FieldName, "rooms">) => ({
    ...shared,
    name,
    value: typed[name],
    change: (value: string) => set({ [name]: value }),
  });
  const isNew = typed.way === "register";
  const typesPassword = isNew || typed.way === "password" || asked.includes("serverPassword");
  return (
    <main className="enter">
      <form className="card enter-form" onSubmit={onSubmit} noValidate aria-busy={isConnecting}>
        <header>
          <img src="./icon.svg" alt="" width="40" height="40" fetchPriority="low" />
          <div>
            <h1>chat</h1>
            <p className="faint host">{host}</p>
          </div>
        </header>
        <p role="status" className="notice">{view.notice}</p>
        <p>{introduction(typed)}</p>
        {isExposed && typesPassword && (
          <p className="notice">
            {t("This page has no https: others can read on the way what you type, passwords too")}
          </p>
        )}
        {typed.way !== "token" && (
          <Field
            {...text("name")}
            label={t("Name")}
            autoComplete="username"
            autoFocus={offered.name === ""}
          />
        )}
        {typed.way === "token"
          ? (
            <button type="button" className="link" onClick={() => set({ way: "guest" })}>
              {t("Enter by another name")}
            </button>
          )
          : <Ways way={typed.way} choose={(way) => set({ way })} />}
        {(isNew || typed.way === "verify") && (
          <button
            type="button"
            className="link"
            onClick={() => set({ way: isNew ? "verify" : "register" })}
          >
            {isNew ? t("I have a code") : t("I have no code yet")}
          </button>
        )}
        {(typed.way === "password" || isNew) && (
          <Field
            {...text("password")}
            key={typed.way}
            label={t("Password")}
            {...(isNew
              ? { hint: t("At least 8 characters; if you forget it, nobody can find it out") }
              : {})}
            type="password"
            autoComplete={isNew ? "new-password" : "current-password"}
          />
        )}
        {isNew && asked.includes("email") && (
          <Field {...text("email")} label={t("E-mail address")} type="email" autoComplete="email" />
        )}
        {(isNew && asked.includes("code") || typed.way === "verify") && (
          <Field {...text("code")} label={t("Code")} autoComplete="one-time-code" />
        )}
        <Field
          {...shared}
          name="rooms"
          label={t("Rooms")}
          hint={t("Put spaces between several. A room that does not exist is created")}
          autoComplete="off"
          value={typed.rooms}
          change={(rooms) => set({ rooms })}
        />
        {asked.includes("serverPassword") && (
          <Field
            {...text("serverPassword")}
            label={t("Password of the server")}
            type="password"
            autoComplete="off"
          />
        )}
        <label className="check">
          <input
            type="checkbox"
            name="remember"
            checked={typed.remember}
            onChange={(event) => set({ remember: event.target.checked })}
          />
          {typed.way === "guest"
            ? t("Remember me in this browser")
            : t("Stay logged in in this browser")}
        </label>
        <p className="problem" role="alert">
          {problem?.field === undefined ? problem?.text : ""}
        </p>
        <Buttons isConnecting={isConnecting} label={buttonLabel(typed, view)} cancel={cancel} />
      </form>
    </main>
  );
}

function Ways({ way, choose }: {
  readonly way: WayName;
  readonly choose: (way: WayName) => void;
}) {
  const ways: readonly [WayName, string][] = [
    ["guest", t("Guest")],
    ["password", t("Log in")],
    ["register", t("Register")],
  ];
  return (
    <fieldset className="ways">
      <legend>{t("How do you enter?")}</legend>
      {ways.map(([value, label]) => (
        <label key={value}>
          <input
            type="radio"
            name="way"
            value={value}
            checked={way === value || way === "verify" && value === "register"}
            onChange={() => choose(value)}
          />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Buttons({ isConnecting, label, cancel }: {
  readonly isConnecting: boolean;
  readonly label: string;
  readonly cancel: () => void;
}) {
  const submit = useRef<HTMLButtonElement>(null);
  // The button that was pressed goes away.
  const press = () => {
    submit.current?.focus();
    cancel();
  };
  return (
    <div className="buttons">
      <button ref={submit} type="submit" className="primary" aria-disabled={isConnecting}>
        {isConnecting ? t("Connecting…") : label}
      </button>
      {isConnecting && <button type="button" onClick={press}>{t("Cancel")}</button>}
    </div>
  );
}

function buttonLabel({ way }: Typed, { problem }: EnterView): string {
  if (problem !== undefined && problem.field === undefined) return t("Try again");
  if (way === "verify") return t("Confirm and enter");
  return way === "register" ? t("Register and enter") : t("Enter");
}

function introduction({ way, name }: Typed): string {
  switch (way) {
    case "guest":
      return t("Choose a name and a room, then enter. You need no account");
    case "password":
      return t("Enter with the password of your account");
    case "register":
      return t("The name becomes an account: nobody else can use it any more");
    case "verify":
      return t("Enter with the name that you registered and the code that you were sent");
    case "token":
      return t("Welcome back: you are logged in as {name} in this browser", { name });
  }
}

function typedOf({ name, rooms, way, remember }: Entry): Typed {
  const empty = { password: "", email: "", code: "", serverPassword: "" };
  return { name, rooms: rooms.join(" "), way: way.type, remember, ...empty };
}

function mistakeIn({ name, way, password, code }: Typed): Problem | undefined {
  const wrong = checkName(name.trim());
  if (wrong !== undefined) return { field: "name", text: wrong };
  if (way === "verify" && code.trim() === "") {
    return { field: "code", text: t("Type the code first") };
  }
  if (way !== "password" && way !== "register" || password !== "") return undefined;
  return {
    field: "password",
    text: way === "register" ? t("Choose a password first") : t("Type your password first"),
  };
}

function entryOf(typed: Typed, { way: offered }: Entry): Entry {
  return {
    name: typed.name.trim(),
    rooms: typed.rooms.split(/[\s,]+/).filter((room) => room !== ""),
    way: wayOf(typed, offered),
    serverPassword: typed.serverPassword || undefined,
    remember: typed.remember,
  };
}

function wayOf({ way, password, email, code }: Typed, offered: LoginWay): LoginWay {
  switch (way) {
    case "token":
      return offered;
    case "guest":
      return { type: "guest" };
    case "password":
      return { type: "password", password };
    case "verify":
      return { type: "verify", code: code.trim() };
    case "register":
      return {
        type: "register",
        password,
        email: email.trim() || undefined,
        code: code.trim() || undefined,
      };
  }
}
