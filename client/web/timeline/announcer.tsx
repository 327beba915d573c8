import { useEffect, useRef, useState } from "react";

import { sanitize } from "../../format/sanitize.ts";
import type { ConversationEntry } from "../../model/mod.ts";

/** Milliseconds between two announcements, so that a flood is not read out whole. */
const INTERVAL_MS = 2_000;
/** Messages of an announcement, and letters of each. */
const MAX_MESSAGES = 3;
const MAX_LETTERS = 200;
/** Milliseconds that what was done is shown. */
const TOLD_MS = 2_500;

/** Reads new messages out to screen readers, and tells what was done. */
export function Announcer({ entries, told }: {
  readonly entries: readonly ConversationEntry[];
  readonly told: string;
}) {
  const latest = useRef(entries);
  latest.current = entries;
  const [text, setText] = useState("");
  useEffect(() => {
    let last = latest.current.at(-1);
    const timer = setInterval(() => {
      const now = latest.current;
      if (now.at(-1) === last) return;
      const start = Math.max(now.indexOf(last!) + 1, now.length - MAX_MESSAGES);
      last = now.at(-1);
      setText(now.slice(start).flatMap(spoken).join("\n"));
    }, INTERVAL_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <>
      <p className="visually-hidden" aria-live="polite">{text}</p>
      <Told key={told} text={told} />
    </>
  );
}

function spoken(entry: ConversationEntry): string[] {
  if (entry.type !== "message" || entry.own || entry.history) return [];
  return [`${sanitize(entry.from)}: ${sanitize(entry.text.slice(0, MAX_LETTERS))}`];
}

function Told({ text }: { readonly text: string }) {
  const [isShown, setIsShown] = useState(text !== "");
  useEffect(() => {
    const timer = setTimeout(() => setIsShown(false), TOLD_MS);
    return () => clearTimeout(timer);
  }, []);
  return <p className="told" role="status">{isShown && text}</p>;
}
