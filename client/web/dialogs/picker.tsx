import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";

import { stepTo } from "../controls/type_ahead.ts";

/** Choices that are listed at once; the letters that are typed lead to the others. */
const MAX_SHOWN = 200;

/** One thing to choose. */
export interface Choice {
  readonly key: string;
  readonly name: string;
  /** What stands beside the name. */
  readonly note: string;
  /** What stands below it; "" for nothing. */
  readonly about?: string;
  readonly choose: () => void;
}

/** A field, and below it the choices that fit what is typed: arrows and Enter choose one. */
export function Picker({ label, hint, typed, type, choices, empty }: {
  readonly label: string;
  readonly hint: string;
  readonly typed: string;
  readonly type: (text: string) => void;
  readonly choices: readonly Choice[];
  /** What is said where there is no choice. */
  readonly empty: string;
}) {
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const shown = choices.slice(0, MAX_SHOWN);
  const selected = Math.min(at, Math.max(0, shown.length - 1));
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [selected, choices]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const isInField = event.key === "Home" || event.key === "End";
    const to = isInField ? undefined : stepTo(event.key, { at: selected, count: shown.length });
    if (to === undefined && event.key !== "Enter") return;
    event.preventDefault();
    if (to !== undefined) setAt(to);
    else shown[selected]?.choose();
  };
  return (
    <div className="chooser">
      <input
        type="text"
        role="combobox"
        aria-label={label}
        aria-expanded="true"
        aria-controls={`${id}list`}
        aria-activedescendant={shown.length === 0 ? undefined : `${id}${selected}`}
        aria-autocomplete="list"
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        placeholder={hint}
        value={typed}
        onChange={(event) => {
          setAt(0);
          type(event.target.value);
        }}
        onKeyDown={onKeyDown}
      />
      <div ref={list} className="choices" id={`${id}list`} role="listbox" aria-label={label}>
        {shown.map((choice, index) => (
          <div
            key={choice.key}
            id={`${id}${index}`}
            className="choice"
            role="option"
            aria-selected={index === selected}
            onPointerMove={() => index !== selected && setAt(index)}
            onClick={choice.choose}
          >
            <span className="name">{choice.name}</span>
            <span className="note">{choice.note}</span>
            {choice.about !== undefined && choice.about !== "" && (
              <span className="about">{choice.about}</span>
            )}
          </div>
        ))}
      </div>
      <p className="empty" role="status">{shown.length === 0 ? empty : ""}</p>
    </div>
  );
}
