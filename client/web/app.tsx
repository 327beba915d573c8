import { useEffect, useSyncExternalStore } from "react";

import { EnterForm } from "./enter/enter_form.tsx";
import type { EnterFlow } from "./enter/enter_flow.ts";
import { UpdateBar } from "./offline/update_bar.tsx";
import type { Updates } from "./offline/updates.ts";

/** The page: the form to enter, and after that the chat. */
export function App({ flow, updates, host }: {
  readonly flow: EnterFlow;
  readonly updates: Updates;
  /** The server's address as people read it. */
  readonly host: string;
}) {
  const view = useSyncExternalStore(flow.subscribe, flow.view);
  useEffect(() => {
    // After the first paint, so that it does not delay that.
    requestAnimationFrame(() => setTimeout(() => flow.preload()));
  }, [flow]);
  const { inside } = view;
  return (
    <>
      <UpdateBar updates={updates} />
      {inside !== undefined ? <inside.part.Entered page={inside.page} /> : (
        <EnterForm
          view={view}
          host={host}
          enter={(entry) => flow.enter(entry)}
          cancel={() => flow.cancel()}
        />
      )}
    </>
  );
}
