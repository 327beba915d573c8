import { useEffect, useSyncExternalStore } from "react";

import { EnterForm } from "./enter/enter_form.tsx";
import type { EnterFlow } from "./enter/enter_flow.ts";

/** The page: the form to enter, and after that the chat. */
export function App({ flow, host }: {
  readonly flow: EnterFlow;
  /** The server's address as people read it. */
  readonly host: string;
}) {
  const view = useSyncExternalStore(flow.subscribe, flow.view);
  useEffect(() => {
    // After the first paint, so that it does not delay that.
    requestAnimationFrame(() => setTimeout(() => flow.preload()));
  }, [flow]);
  const { inside } = view;
  if (inside !== undefined) return <inside.part.Entered page={inside.page} />;
  return (
    <EnterForm
      view={view}
      host={host}
      enter={(entry) => flow.enter(entry)}
      cancel={() => flow.cancel()}
    />
  );
}
