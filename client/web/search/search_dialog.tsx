import { type KeyboardEvent, useId, useLayoutEffect, useRef } from "react";

import type { ChatMessageEvent } from "../../events.ts";
import { formatMoment, foundPieces } from "../../format/found_text.ts";
import { roomName } from "../../format/names.ts";
import { sanitize } from "../../format/sanitize.ts";
import { t } from "../../texts/mod.ts";
import { nicknameClass } from "../conversations/members.tsx";
import { Dialog } from "../dialogs/dialog.tsx";
import type { Page, PageView } from "../page.ts";

/** Characters that a search may have. */
const MAX_CHARACTERS = 300;
/** Characters of a found text that are shown before the first word, and in all. */
const BEFORE_WORD = 60;
const MAX_TEXT = 240;

/** Searches the history, and goes to what was found. */
export function SearchDialog({ page }: { readonly page: Page; readonly view: PageView }) {
  const { search } = page;
  const { found, target } = search;
  const field = useRef<HTMLInputElement>(null);
  const list = useId();
  const close = () => page.show(undefined);
  const go = (position: number) => {
    close();
    search.go(position);
  };
  useLayoutEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step !== undefined && found.hasFound) {
      found.select(found.selected + step);
      page.changed();
    } else if (event.key === "Enter" && !event.nativeEvent.isComposing) {
      const words = field.current?.value ?? "";
      if (found.hasFound && found.isFor(words.trim())) go(found.selected);
      else search.search(words);
    } else return;
    event.preventDefault();
  };
  return (
    <Dialog title={t("Search")} close={close}>
      <div className="dialog-content search-content">
        <div className="search-form">
          <input
            ref={field}
            // A search field would take the first Escape for itself.
            type="text"
            enterKeyHint="search"
            role="combobox"
            aria-expanded={found.hasFound}
            aria-controls={list}
            aria-activedescendant={found.hasFound ? optionId(list, found.selected) : undefined}
            aria-label={t("Words to search for")}
            placeholder={t("Words to search for")}
            defaultValue={search.typed}
            maxLength={MAX_CHARACTERS}
            onKeyDown={onKeyDown}
          />
          <button
            type="button"
            className="primary"
            onClick={() => search.search(field.current?.value ?? "")}
          >
            {t("Search")}
          </button>
        </div>
        {target !== undefined && (
          <div className="search-scope" role="radiogroup" aria-label={t("Where to search")}>
            {[true, false].map((here) => (
              <label key={String(here)}>
                <input
                  type="radio"
                  name="scope"
                  checked={found.here === here}
                  onChange={() => search.setHere(here)}
                />
                {here
                  ? t("In {name}", { name: target.room ? roomName(target.name) : target.name })
                  : t("Everywhere")}
              </label>
            ))}
          </div>
        )}
        <p className="faint" role="status">{statusOf(page)}</p>
        <ol className="found" role="listbox" id={list} aria-label={t("Found messages")}>
          {found.messages.map((message, position) => (
            <Found
              key={message.msgid ?? position}
              id={optionId(list, position)}
              message={message}
              words={found.words}
              isSelected={position === found.selected}
              withPlace={!found.here}
              go={() => go(position)}
            />
          ))}
        </ol>
      </div>
    </Dialog>
  );
}

function optionId(list: string, position: number): string {
  return `${list}-${position}`;
}

function statusOf({ search: { found } }: Page): string {
  const { result } = found;
  switch (result.type) {
    case "none":
      return t("Type words to find messages that have all of them");
    case "waiting":
      return t("searching…");
    case "failed":
      return sanitize(result.reason);
    case "found":
      if (!found.hasFound) return t("Nothing was found");
      return foundText({ number: found.selected + 1, count: result.messages.length });
  }
}

function foundText(values: { readonly number: number; readonly count: number }): string {
  return matchMedia("(pointer: coarse)").matches
    ? t("{count} found: press one to go there", values)
    : t("{number} of {count} found: the arrows select, Enter goes there", values);
}

function Found({ id, message, words, isSelected, withPlace, go }: {
  readonly id: string;
  readonly message: ChatMessageEvent;
  readonly words: readonly string[];
  readonly isSelected: boolean;
  readonly withPlace: boolean;
  readonly go: () => void;
}) {
  const row = useRef<HTMLLIElement>(null);
  useLayoutEffect(() => {
    if (isSelected) row.current?.scrollIntoView({ block: "nearest" });
  }, [isSelected]);
  const { from, time, conversation, room } = message;
  return (
    <li ref={row} id={id} role="option" aria-selected={isSelected} onClick={go}>
      <span className="found-head">
        <bdi className={nicknameClass(from)}>{sanitize(from)}</bdi>
        {withPlace && (
          <bdi className="faint">{sanitize(room ? roomName(conversation) : conversation)}</bdi>
        )}
        <time dateTime={new Date(time).toISOString()}>{formatMoment(time)}</time>
      </span>
      <span className="found-text" dir="auto">
        {shownPieces(message.text, words).map(({ text, isWord }, index) =>
          isWord ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>
        )}
      </span>
    </li>
  );
}

/** The part of a text around the first word that was searched. */
function shownPieces(text: string, words: readonly string[]) {
  const pieces = foundPieces(text, words);
  const [first] = pieces;
  if (first === undefined) return pieces;
  const start = first.isWord || first.text.length <= BEFORE_WORD
    ? first
    : { text: `…${first.text.slice(-BEFORE_WORD)}`, isWord: false };
  let left = MAX_TEXT;
  return [start, ...pieces.slice(1)].flatMap((piece) => {
    if (left <= 0) return [];
    const shown = piece.text.length > left ? `${piece.text.slice(0, left)}…` : piece.text;
    left -= piece.text.length;
    return [{ ...piece, text: shown }];
  });
}
