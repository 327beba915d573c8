import { memo, useEffect, useReducer } from "react";

import { typingText } from "../../format/status.ts";
import type { Conversation } from "../../model/mod.ts";

/** Who is typing to us now. Its place stays when nobody is. */
export const TypingNotice = memo(function TypingNotice({ conversation }: {
  readonly conversation: Conversation | undefined;
}) {
  const [, drawAgain] = useReducer((count: number) => count + 1, 0);
  const now = Date.now();
  const ends = [...conversation?.typing ?? []].map(([, until]) => until).filter((end) => end > now);
  const nextEnd = ends.length === 0 ? undefined : Math.min(...ends);
  useEffect(() => {
    if (nextEnd === undefined) return;
    const timer = setTimeout(drawAgain, nextEnd - Date.now() + 1);
    return () => clearTimeout(timer);
  }, [nextEnd]);
  return <p className="typing">{conversation && typingText(conversation, now)}</p>;
});
