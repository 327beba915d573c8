import { useMemo, useState } from "react";

import { sanitize } from "../../format/sanitize.ts";
import { findDestinations } from "../../navigation/matching.ts";
import { t } from "../../texts/mod.ts";
import type { Page } from "../page.ts";
import { Dialog } from "./dialog.tsx";
import { Picker } from "./picker.tsx";

/** Finds a conversation or a person by a few letters. */
export function SwitcherDialog({ page }: { readonly page: Page }) {
  const [typed, type] = useState("");
  // What comes while one chooses does not move the choices.
  const destinations = useMemo(() => page.navigator.destinations, [page]);
  const choices = findDestinations(destinations, typed).map(({ name, note, go }, index) => ({
    key: `${index} ${name}`,
    name: sanitize(name),
    note,
    choose: () => {
      page.show(undefined);
      go();
      page.changed();
    },
  }));
  return (
    <Dialog title={t("Go to")} close={() => page.show(undefined)} className="picking">
      <Picker
        label={t("Room or person")}
        hint={t("A few letters of the name")}
        typed={typed}
        type={type}
        choices={choices}
        empty={t("Nothing of that name")}
      />
    </Dialog>
  );
}
