import { useEffect, useLayoutEffect, useSyncExternalStore } from "react";

import type { EarlyTyped } from "./start/drawn_form.ts";
import { ChatFrame } from "./start/chat_frame.tsx";
import { EnterForm } from "./enter/enter_form.tsx";
import type { EnterFlow } from "./enter/enter_flow.ts";
import { UpdateBar } from "./offline/update_bar.tsx";
import type { Updates } from "./offline/updates.ts";

/** What is drawn of how a person enters, and what they can do. */
export type Flow = Pick<EnterFlow, keyof EnterFlow>;

/** The page: the form to enter, and after that the chat. */
export function App({ flow, updates, host, isExposed, takeTyped }: {
  readonly flow: Flow;
  readonly updates: Pick<Updates, keyof Updates>;
  /** The server's address as people read it. */
  readonly host: string;
  /** Whether others can read what goes to the server. */
  readonly isExposed: boolean;
  /** What was typed before this was loaded; undefined if it was taken already. */
  readonly takeTyped: () => EarlyTyped | undefined;
}) {
  const view = useSyncExternalStore(flow.subscribe, flow.view, flow.firstView);
  // `deno task bench:page` reads when the page answers.
  useLayoutEffect(() => void performance.mark("usable"), []);
  useEffect(() => {
    // After the first paint, so that it does not delay that.
    requestAnimationFrame(() => setTimeout(() => flow.preload()));
  }, [flow]);
  const { inside } = view;
  return (
    <>
      <UpdateBar updates={updates} />
      {inside !== undefined
        ? <inside.part.Entered page={inside.page} />
        : view.isReturning
        ? <ChatFrame host={host} name={view.offered.name} />
        : (
          <EnterForm
            view={view}
            host={host}
            isExposed={isExposed}
            takeTyped={takeTyped}
            enter={(entry) => flow.enter(entry)}
            cancel={() => flow.cancel()}
          />
        )}
    </>
  );
}
