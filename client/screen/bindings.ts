import type { Actions } from "./actions.ts";

/** One thing that keys do, and the keys. */
export interface Binding {
  readonly keys: readonly string[];
  /** What it does, as the page of keys says it; a key of the translations. */
  readonly description: string;
  readonly run: (actions: Actions) => void;
}

/** Bindings that belong together, under a heading of the page of keys. */
export interface BindingGroup {
  readonly title: string;
  readonly bindings: readonly Binding[];
}

/** Every key of the screen, from which they are run and explained. */
export const BINDINGS: readonly BindingGroup[] = [
  {
    title: "Going about",
    bindings: [
      ...Array.from({ length: 9 }, (_, index): Binding => ({
        keys: [`alt+${index + 1}`],
        description: "Go to the first nine conversations of the list",
        run: (actions) => actions.goToPosition(index),
      })),
      {
        keys: ["alt+up", "alt+p"],
        description: "Go to the conversation above",
        run: (actions) => actions.goBy(-1),
      },
      {
        keys: ["alt+down", "alt+n"],
        description: "Go to the conversation below",
        run: (actions) => actions.goBy(1),
      },
      {
        keys: ["ctrl+k"],
        description: "Find a room or a person by a few letters",
        run: (actions) => actions.showSwitcher(),
      },
      {
        keys: ["alt+a"],
        description: "Go to the next unread conversation, mentions first",
        run: (actions) => actions.goToUnread(),
      },
    ],
  },
  {
    title: "Reading",
    bindings: [
      { keys: ["pageup"], description: "Scroll up", run: (actions) => actions.scrollPages(-1) },
      { keys: ["pagedown"], description: "Scroll down", run: (actions) => actions.scrollPages(1) },
      {
        keys: ["ctrl+end", "alt+end"],
        description: "Go to the newest message",
        run: (actions) => actions.scrollToEnd(),
      },
      {
        keys: ["ctrl+f"],
        description: "Search the history; again: back to what was found",
        run: (actions) => actions.showSearch(),
      },
      {
        keys: ["f3", "alt+."],
        description: "Go to the next older message that was found",
        run: (actions) => actions.stepSearch(1),
      },
      {
        keys: ["shift+f3", "alt+,"],
        description: "Go back to the newer one",
        run: (actions) => actions.stepSearch(-1),
      },
      {
        keys: ["ctrl+l"],
        description: "Draw the screen again",
        run: (actions) => actions.redraw(),
      },
    ],
  },
  {
    title: "Typing",
    bindings: [
      { keys: ["enter"], description: "Send", run: (actions) => actions.submit() },
      {
        keys: ["tab"],
        description: "Complete a name, a /command or an :emoji:; again for the next",
        run: (actions) => actions.complete(1),
      },
      {
        keys: ["shift+tab"],
        description: "Go back to the previous completion",
        run: (actions) => actions.complete(-1),
      },
      {
        keys: ["escape"],
        description: "Close the list of completions, or an open page",
        run: (actions) => actions.escape(),
      },
      {
        keys: ["alt+enter", "ctrl+alt+m"],
        description: "Begin a new line",
        run: ({ composer }) => composer.insert("\n"),
      },
      {
        keys: ["left", "ctrl+b"],
        description: "Move left",
        run: ({ composer }) => composer.left(),
      },
      {
        keys: ["right"],
        description: "Move right",
        run: ({ composer }) => composer.right(),
      },
      {
        keys: ["alt+b", "ctrl+left", "alt+left"],
        description: "Move left by a word",
        run: ({ composer }) => composer.wordLeft(),
      },
      {
        keys: ["alt+f", "ctrl+right", "alt+right"],
        description: "Move right by a word",
        run: ({ composer }) => composer.wordRight(),
      },
      {
        keys: ["home", "ctrl+a"],
        description: "Go to the start of the line",
        run: ({ composer }) => composer.lineStart(),
      },
      {
        keys: ["end", "ctrl+e"],
        description: "Go to the end of the line",
        run: (actions) => actions.endOfLine(),
      },
      {
        keys: ["up"],
        description: "Move up, or bring back what was sent before",
        run: (actions) => actions.up(),
      },
      {
        keys: ["down"],
        description: "Move down, or go on to what was sent after",
        run: (actions) => actions.down(),
      },
      {
        keys: ["backspace", "ctrl+h"],
        description: "Delete to the left",
        run: ({ composer }) => composer.deleteLeft(),
      },
      {
        keys: ["delete"],
        description: "Delete to the right",
        run: ({ composer }) => composer.deleteRight(),
      },
      {
        keys: ["ctrl+w", "alt+backspace"],
        description: "Cut the word to the left",
        run: ({ composer }) => composer.killWordLeft(),
      },
      {
        keys: ["alt+d"],
        description: "Cut the word to the right",
        run: ({ composer }) => composer.killWordRight(),
      },
      {
        keys: ["ctrl+u"],
        description: "Cut to the start of the line",
        run: ({ composer }) => composer.killToLineStart(),
      },
      {
        keys: ["alt+k"],
        description: "Cut to the end of the line",
        run: ({ composer }) => composer.killToLineEnd(),
      },
      {
        keys: ["ctrl+y"],
        description: "Put back what was cut",
        run: ({ composer }) => composer.yank(),
      },
      {
        keys: ["alt+y"],
        description: "After that: put back what was cut before",
        run: ({ composer }) => composer.yankPop(),
      },
      {
        keys: ["ctrl+t"],
        description: "Exchange two letters",
        run: ({ composer }) => composer.transpose(),
      },
      {
        keys: ["ctrl+r"],
        description: "Bring back what was sent last with these letters; again: before that",
        run: (actions) => actions.findTyped(),
      },
      { keys: ["ctrl+_"], description: "Undo", run: ({ composer }) => composer.undo() },
      { keys: ["alt+_"], description: "Redo", run: ({ composer }) => composer.redo() },
    ],
  },
  {
    title: "Leaving",
    bindings: [
      {
        keys: ["f1"],
        description: "Show these keys; ? does, too, with nothing typed",
        run: (actions) => actions.showKeys(),
      },
      {
        keys: ["ctrl+z"],
        description: "Go back to the shell for a while; fg returns",
        run: (actions) => actions.suspend(),
      },
      {
        keys: ["ctrl+c"],
        description: "Clear what is typed; twice with nothing typed: leave",
        run: (actions) => actions.interrupt(),
      },
      {
        keys: ["ctrl+d"],
        description: "Leave, with nothing typed",
        run: (actions) => actions.endOfInput(),
      },
    ],
  },
];

/** What each key does. */
export const BY_KEY: ReadonlyMap<string, Binding> = new Map(
  BINDINGS.flatMap(({ bindings }) =>
    bindings.flatMap((one) => one.keys.map((key) => [key, one] as const))
  ),
);
