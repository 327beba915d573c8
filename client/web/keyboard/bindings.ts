import { translatable } from "../../texts/mod.ts";
import type { KeyGroup } from "../../editing/key_rows.ts";
import type { PageActions } from "./actions.ts";

/** One thing that keys do, and the keys. */
export interface PageBinding {
  readonly keys: readonly string[];
  /** What it does, as the list of keys says it; a key of the translations. */
  readonly description: string;
  /** Undefined where the browser or a part of the page does it by itself. */
  readonly run?: (actions: PageActions) => void;
}

/** Bindings that belong together. */
export interface PageBindingGroup extends KeyGroup {
  readonly bindings: readonly PageBinding[];
}

/** The keys of the page: they are run and explained from this table. */
export const PAGE_BINDINGS: readonly PageBindingGroup[] = [
  {
    title: translatable("Going about"),
    bindings: [
      {
        keys: ["ctrl+k"],
        description: translatable("Find a room or a person by a few letters"),
        run: (actions) => actions.show("switcher"),
      },
      ...Array.from({ length: 9 }, (_, index): PageBinding => ({
        // Alt and a digit alone go to another tab of the browser on Linux.
        keys: [`alt+shift+${index + 1}`],
        description: translatable(
          "Go to the first nine conversations; Alt and a digit alone may be the browser's own",
        ),
        run: (actions) => actions.goToPosition(index),
      })),
      {
        keys: ["alt+up"],
        description: translatable("Go to the conversation above"),
        run: (actions) => actions.goBy(-1),
      },
      {
        keys: ["alt+down"],
        description: translatable("Go to the conversation below"),
        run: (actions) => actions.goBy(1),
      },
      {
        keys: ["alt+a"],
        description: translatable("Go to the next unread conversation, mentions first"),
        run: (actions) => actions.goToUnread(),
      },
      {
        keys: ["f6"],
        description: translatable("Go to the next part of the page"),
        run: (actions) => actions.goToRegion(1),
      },
      {
        keys: ["shift+f6"],
        description: translatable("Go to the part before"),
        run: (actions) => actions.goToRegion(-1),
      },
    ],
  },
  {
    title: translatable("In a list"),
    bindings: [
      {
        keys: ["up"],
        description: translatable("Go to the line above or below; Home and End go to its ends"),
      },
      {
        keys: ["down"],
        description: translatable("Go to the line above or below; Home and End go to its ends"),
      },
      { keys: ["A … Z"], description: translatable("Go to the next name with these letters") },
      { keys: ["alt+shift+up"], description: translatable("Move a conversation up") },
      { keys: ["alt+shift+down"], description: translatable("Move a conversation down") },
      {
        keys: ["shift+f10"],
        description: translatable("Open the menu of a conversation or a person"),
      },
    ],
  },
  {
    title: translatable("Reading"),
    bindings: [
      {
        keys: ["ctrl+f", "ctrl+shift+f"],
        description: translatable("Search the history"),
        run: (actions) => actions.show("search"),
      },
      { keys: ["f3"], description: translatable("Go to the next older message that was found") },
      {
        keys: ["shift+f3"],
        description: translatable("Go to the next newer message that was found"),
      },
      {
        keys: ["up"],
        description: translatable("Go to the message above or below, in the messages"),
      },
      {
        keys: ["enter"],
        description: translatable("Show what one can do with a message; Escape ends that"),
      },
    ],
  },
  {
    title: translatable("Typing"),
    bindings: [
      { keys: ["enter"], description: translatable("Send") },
      { keys: ["shift+enter"], description: translatable("Begin a new line") },
      {
        keys: ["tab"],
        description: translatable("Complete a name, a /command or an :emoji:; again for the next"),
      },
      { keys: ["up"], description: translatable("Move up, or bring back what was sent before") },
    ],
  },
  {
    title: translatable("Windows"),
    bindings: [
      {
        keys: ["?"],
        description: translatable("Show these keys, outside of a text"),
        run: (actions) => actions.show("keys"),
      },
      {
        keys: ["ctrl+/"],
        description: translatable("Show these keys, also while typing"),
        run: (actions) => actions.show("keys"),
      },
      {
        keys: ["ctrl+,"],
        description: translatable("Show the settings"),
        run: (actions) => actions.show("settings"),
      },
      { keys: ["escape"], description: translatable("Close a window, a menu or a list") },
    ],
  },
];

/** What each key does. */
export const BY_KEY: ReadonlyMap<string, (actions: PageActions) => void> = new Map(
  PAGE_BINDINGS.flatMap(({ bindings }) =>
    bindings.flatMap(({ keys, run }) =>
      run === undefined ? [] : keys.map((key) => [key, run] as const)
    )
  ),
);
