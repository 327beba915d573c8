import { memo, useEffect, useId, useRef, useState, useSyncExternalStore } from "react";

import type { Place } from "../../navigation/places.ts";
import { t } from "../../texts/mod.ts";
import type { Page } from "../page.ts";
import { CompletionList, optionId } from "./completion_list.tsx";
import { EmojiButton } from "./emoji_button.tsx";
import { TypedField } from "./typed_field.ts";

/** Options for {@linkcode MessageField}. */
export interface MessageFieldOptions {
  readonly page: Page;
  readonly place: Place;
  /** What is typed, which may have come from elsewhere. */
  readonly text: string;
  /** What the field is for; it stands in the empty field. */
  readonly label: string;
  /** Whether nothing can be sent any more. */
  readonly disabled: boolean;
  /** Whether a window stands in front of it. */
  readonly isBehind: boolean;
  /** What is replied to: the field takes the focus when that changes. */
  readonly replyTo: unknown;
}

/** The field for messages, with what it can go on with, and the button that sends. */
export const MessageField = memo(function MessageField(
  { page, place, text, label, disabled, isBehind, replyTo }: MessageFieldOptions,
) {
  const [typed] = useState(() => new TypedField(page, place));
  const { list, isSecret, messages, isPlain } = useSyncExternalStore(typed.subscribe, typed.state);
  const listId = useId();
  useEffect(() => typed.sync(text), [typed, text]);
  const wantsFocus = useRef(true);
  useEffect(() => {
    wantsFocus.current = true;
  }, [typed, replyTo]);
  useEffect(() => {
    // A window that closes gives the focus back to where it was.
    if (isBehind || !wantsFocus.current) return;
    wantsFocus.current = false;
    // On a phone the keyboard would cover half of the page.
    if (!matchMedia("(pointer: coarse)").matches) typed.focus();
  }, [typed, isBehind, replyTo]);
  const selected = list?.selected;
  return (
    <>
      <p className="draft-note" role="status">
        {messages > 1 && <span>{t("Sent as {count} messages", { count: messages })}</span>}
        {isPlain && (
          <span>
            {t("Pasted marks are sent as they are")}{" "}
            <button type="button" className="link" onClick={() => typed.useMarks()}>
              {t("Use them as styles")}
            </button>
          </span>
        )}
      </p>
      <form
        className="message-field"
        onSubmit={(event) => {
          event.preventDefault();
          typed.submit();
        }}
      >
        {list !== undefined && (
          <CompletionList
            id={listId}
            list={list}
            choose={(index) => typed.choose(index)}
          />
        )}
        <textarea
          ref={typed.attach}
          rows={1}
          dir="auto"
          className={isSecret ? "secret" : undefined}
          spellCheck={!isSecret}
          autoComplete="off"
          enterKeyHint="send"
          placeholder={label}
          aria-label={label}
          aria-autocomplete="list"
          aria-controls={list === undefined || list.candidates.length === 0 ? undefined : listId}
          aria-activedescendant={selected === undefined ? undefined : optionId(listId, selected)}
          disabled={disabled}
          onInput={({ nativeEvent }) =>
            typed.input(nativeEvent instanceof InputEvent && nativeEvent.isComposing)}
          onCompositionEnd={() => typed.input(false)}
          onSelect={() => typed.moved()}
          onPaste={({ clipboardData }) => typed.pasted(clipboardData.getData("text/plain"))}
          onKeyDown={(event) => {
            if (!typed.key(event.nativeEvent)) return;
            event.preventDefault();
            event.stopPropagation();
          }}
        />
        <EmojiButton disabled={disabled} pick={(emoji) => typed.insert(emoji)} />
        <button
          type="submit"
          className="send"
          aria-label={t("Send")}
          title={t("Send")}
          disabled={disabled}
          // The field keeps the focus, and on a phone its keyboard.
          onPointerDown={(event) => event.preventDefault()}
        >
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M3.4 20.4 21 12 3.4 3.6 3 10.2l11 1.8-11 1.8z" />
          </svg>
        </button>
      </form>
    </>
  );
});
