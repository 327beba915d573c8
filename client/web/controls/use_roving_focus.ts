import { type FocusEvent, type KeyboardEvent, useLayoutEffect, useRef } from "react";

import { isLetter, stepTo, TypeAhead } from "./type_ahead.ts";

/** The elements of a list that arrow keys go through; the value is the name that letters find. */
const ITEMS = "[data-roving]";

/**
 * Makes a list one stop of the Tab key: arrow keys, Home, End and letters go through its elements
 * with `data-roving`. Returns what the list's own element takes.
 */
export function useRovingFocus<ListElement extends HTMLElement>() {
  const list = useRef<ListElement>(null);
  const last = useRef<HTMLElement>(null);
  const typed = useRef(new TypeAhead());
  const items = () => [...list.current?.querySelectorAll<HTMLElement>(ITEMS) ?? []];
  useLayoutEffect(() => {
    const all = items();
    const isHere = last.current !== null && all.includes(last.current);
    const stop = isHere ? last.current : all.find((item) => item.ariaCurrent !== null) ?? all[0];
    for (const item of all) item.tabIndex = item === stop ? 0 : -1;
  });
  const onFocus = ({ target }: FocusEvent) => {
    const item = (target as HTMLElement).closest<HTMLElement>(ITEMS);
    if (item === null) return;
    last.current = item;
    for (const other of items()) other.tabIndex = other === item ? 0 : -1;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.shiftKey || event.ctrlKey || event.altKey) return;
    const all = items();
    const at = all.findIndex((item) => item === document.activeElement);
    if (at === -1) return;
    const names = all.map((item) => item.dataset["roving"] ?? "");
    const to = stepTo(event.key, { at, count: all.length }) ??
      (isLetter(event)
        ? typed.current.find(event.key, { names, from: at, now: event.timeStamp })
        : undefined);
    if (to === undefined) return;
    event.preventDefault();
    all[to]?.focus();
  };
  return { ref: list, onFocus, onKeyDown };
}
