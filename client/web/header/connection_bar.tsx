import { useEffect, useState } from "react";

import { sanitize } from "../../format/sanitize.ts";
import { t } from "../../texts/mod.ts";
import type { Page, PageView } from "../page.ts";

/** Says that the connection is lost, what happens next, and what waits to be sent. */
export function ConnectionBar({ page, view }: { readonly page: Page; readonly view: PageView }) {
  const { network: { state }, ended, hasEntered } = view;
  const retryAt = useRetryTime(page);
  const count = state.pending.size;
  const waiting = count === 0
    ? ""
    : count === 1
    ? t("1 message waits and will be sent")
    : t("{count} messages wait and will be sent", { count });
  if (ended !== undefined) {
    return (
      <div className="connection-bar ended" role="alert">
        <p>{sanitize(ended)}</p>
        <button type="button" className="primary" onClick={() => page.run("/connect")}>
          {t("Enter again")}
        </button>
      </div>
    );
  }
  // The first attempt is over in a moment.
  const isFirst = !hasEntered && state.status === "connecting" && retryAt === undefined;
  if (state.status === "online" || isFirst) return null;
  return (
    <div className="connection-bar" role="status">
      <p>
        {state.status === "connecting"
          ? hasEntered
            ? t("Connection lost. Connecting again…")
            : t("The server cannot be reached. Connecting again…")
          : <RetryText retryAt={retryAt} wasLost={hasEntered} />} {waiting}
      </p>
      {state.status === "waiting" && (
        <button type="button" onClick={() => page.run("/connect")}>{t("Connect now")}</button>
      )}
    </div>
  );
}

/** Counts the seconds down, for the eye alone: a screen reader hears the sentence once. */
function RetryText({ retryAt, wasLost }: {
  readonly retryAt: number | undefined;
  /** Whether there was a connection since the page was opened. */
  readonly wasLost: boolean;
}) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.ceil(((retryAt ?? now) - now) / 1000));
  return (
    <>
      {wasLost
        ? t("Connection lost. It is made again by itself.")
        : t("The server cannot be reached. It is tried again by itself.")}
      {seconds > 0 && (
        <span aria-hidden="true">{` ${t("Next attempt in {seconds} s.", { seconds })}`}</span>
      )}
    </>
  );
}

/** When the next attempt to connect begins, in milliseconds since 1970. */
function useRetryTime(page: Page): number | undefined {
  const [retryAt, setRetryAt] = useState<number>();
  useEffect(() =>
    page.onEvent((_network, event) => {
      if (event.type !== "connection" || event.retryMs === undefined) return;
      setRetryAt(Date.now() + event.retryMs);
    }), [page]);
  return retryAt;
}
