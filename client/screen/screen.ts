import type { JoinIo } from "../cli/io.ts";
import type { Input, MouseInput, PasteInput } from "../editing/keys.ts";
import type { ClientEvent } from "../events.ts";
import { type Network, Networks, type NetworkSetup } from "../networks.ts";
import type { FrontEndResult } from "../line/pipe.ts";
import type { Completer } from "../completion/completer.ts";
import { typingEnds } from "./panels/status.ts";
import { t } from "../texts/mod.ts";
import { clickInOverlay, conversationAt } from "./clicking.ts";
import { BY_KEY } from "./bindings.ts";
import { FrameWriter } from "./terminal/frame_writer.ts";
import { arrange, drawFrame } from "./frame.ts";
import { readInput } from "./terminal/input_reader.ts";
import type { SettingKey, Settings } from "../settings/mod.ts";
import { Attention } from "./attention.ts";
import { KeyActions } from "./key_actions.ts";
import { Leaving } from "./leaving.ts";
import type { Looks } from "./drawing/looks.ts";
import { composerCompleter } from "../navigation/completing.ts";
import { Navigator } from "../navigation/navigator.ts";
import { networkActions } from "../navigation/network_actions.ts";
import type { Overlay, OverlaySize } from "./overlays/overlay.ts";
import { Pacer } from "./terminal/pacer.ts";
import { Search } from "./search.ts";
import { Scroller } from "./scroller.ts";
import { Questions } from "./start/questions.ts";
import { ScreenTerminal } from "./terminal/screen_terminal.ts";
import type { ScreenView } from "./view.ts";

/** Rows that the wheel scrolls. */
const WHEEL_ROWS = 3;
/** Keys that go through the list of completions, or close it themselves. */
const COMPLETING_KEYS: ReadonlySet<string> = new Set(["tab", "shift+tab", "up", "down", "escape"]);

/** Options for {@linkcode Screen}. */
export interface ScreenOptions {
  /** The networks to begin with, at least one; the first is the one that is shown. */
  readonly networks: readonly NetworkSetup[];
  /** What /connect connects to. Throws an Error whose message says why it cannot. */
  readonly setUp: (words: readonly string[]) => NetworkSetup;
  readonly settings: Settings;
  readonly looks: Looks;
  /** Called with the nickname that the person has chosen when theirs was in use. */
  readonly onName: (nick: string) => void;
}

/** The full-screen front end: one screen, its keys, and the chats behind it. */
export class Screen {
  readonly #io: JoinIo;
  readonly #options: ScreenOptions;
  readonly #networks: Networks;
  readonly #navigator: Navigator;
  readonly #scroller: Scroller;
  readonly #search: Search;
  readonly #writer: FrameWriter;
  readonly #terminal: ScreenTerminal;
  readonly #pacer: Pacer;
  readonly #completer: Completer;
  readonly #questions: Questions;
  readonly #attention: Attention;
  readonly #leaving: Leaving;
  readonly #actions: KeyActions;
  #overlay: Overlay | undefined;

  constructor(io: JoinIo, options: ScreenOptions) {
    this.#io = io;
    this.#options = options;
    this.#writer = new FrameWriter({ write: (text) => io.stdout.write(text) });
    this.#terminal = new ScreenTerminal(io, {
      writer: this.#writer,
      mouse: options.settings.get("mouse"),
      redraw: () => {
        this.#attention.forgetTitle();
        this.redraw();
      },
      cannotStop: () => this.tell(t("This system does not stop programs for a while")),
    });
    this.#completer = composerCompleter({
      navigator: () => this.#navigator,
      changed: () => {
        this.#completer.loaded(this.#actions.composer);
        this.#pacer.request({ urgent: true });
      },
    });
    this.#pacer = new Pacer(io.clock, () => this.#draw());
    this.#questions = new Questions((question) => this.#showOverlay(question), options);
    this.#attention = new Attention({
      settings: options.settings,
      now: () => io.clock.now(),
      send: (text) => this.#writer.send(text),
    });
    this.#leaving = new Leaving({
      networks: () => this.#networks,
      questions: this.#questions,
      tell: (text) => this.tell(text),
    });
    const networks: Networks = new Networks({
      askName: ({ id }, taken, about) => this.#questions.askName(id, taken, about),
      askAgain: ({ id }, what) => this.#questions.askAgain(id, what),
      askPassword: ({ id }, failure) => this.#questions.askPassword(id, failure),
      listen: (network, event) => this.#listen(network, event),
      ended: (network, end) => this.#leaving.ended(network, end),
      actions: (network) =>
        networkActions({
          networks,
          network,
          setUp: options.setUp,
          navigator: () => this.#navigator,
          quit: (reason) => this.#leaving.quit(reason),
        }),
    });
    this.#networks = networks;
    const [first, ...others] = options.networks.map((setup) => networks.add(setup));
    if (first === undefined) throw new Error("The screen needs a network");
    for (const { chat } of others) chat.focus(undefined);
    this.#navigator = new Navigator(networks, first);
    this.#scroller = new Scroller(this.#navigator, () => this.#view());
    this.#search = new Search({
      navigator: this.#navigator,
      scroller: this.#scroller,
      close: () => this.#overlay = undefined,
    });
    this.#actions = new KeyActions({
      clock: io.clock,
      navigator: this.#navigator,
      completer: this.#completer,
      scroller: this.#scroller,
      search: this.#search,
      leaving: this.#leaving,
      show: (overlay) => this.#overlay = overlay,
      redraw: () => this.redraw(),
      suspend: () => void this.#terminal.suspend(),
    });
  }

  /** Takes the terminal, stays until it is over, and gives the terminal back. */
  async run(): Promise<FrontEndResult> {
    const io = this.#io;
    const unsubscribe = this.#options.settings.onChange((key) => this.#settingChanged(key));
    io.onSignal("resize", () => this.redraw());
    io.onSignal("interrupt", () => this.#leaving.leave());
    io.onSignal("terminate", () => this.#leaving.leave());
    try {
      this.#terminal.open();
      this.#pacer.request({ urgent: true });
      void this.#readInput();
      for (const network of this.#networks.all) this.#networks.start(network);
      await this.#leaving.over;
      const drafts = this.#navigator.namedDrafts;
      return { session: this.#leaving.end, refused: false, drafts };
    } finally {
      unsubscribe();
      this.#pacer.stop();
      await this.#terminal.close();
    }
  }

  /** Shows the person a text. */
  tell(text: string): void {
    this.#navigator.chat.tell(text);
  }

  redraw(): void {
    this.#writer.invalidate();
    this.#pacer.request({ urgent: true });
  }

  async #readInput(): Promise<void> {
    const { clock, stdin } = this.#io;
    await readInput(stdin.chunks, { clock, take: (inputs) => this.#take(inputs) });
    this.#leaving.finish();
  }

  #take(inputs: readonly Input[]): void {
    if (this.#terminal.takes(inputs)) return;
    for (const input of inputs) {
      const { composer } = this.#actions;
      const { text } = composer;
      this.#input(input);
      if (composer === this.#actions.composer && composer.text !== text) {
        this.#navigator.showTyping();
      }
    }
    if (inputs.length > 0) this.#pacer.request({ urgent: true });
  }

  #input(input: Input): void {
    if (this.#overlay !== undefined) {
      if (input.type === "key" && input.name === "escape") this.#closeOverlay();
      else if (this.#overlayTakes(this.#overlay, input)) return;
      else if (input.type === "text" || input.type === "paste") return;
    }
    switch (input.type) {
      case "text":
        if (input.text === "?" && this.#actions.composer.isEmpty) return this.#actions.showKeys();
        this.#actions.composer.insert(input.text);
        this.#typed();
        return;
      case "paste":
        this.#paste(input);
        return;
      case "key":
        this.#key(input.name);
        return;
      case "focus":
        this.#navigator.look(input.focused);
        return;
      case "mouse":
        this.#mouse(input);
    }
  }

  #overlayTakes(overlay: Overlay, input: Input): boolean {
    const isClick = input.type === "mouse" && input.action === "press";
    const taken = isClick ? clickInOverlay(this.#view(), input) : input;
    return taken !== undefined && overlay.input(taken, this.#overlaySize());
  }

  #paste({ text, leftOut = 0 }: PasteInput): void {
    const count = leftOut + this.#actions.composer.insert(text);
    if (count > 0) this.tell(t("{count} characters of the paste were left out", { count }));
    this.#completer.close();
  }

  #key(name: string): void {
    const before = this.#actions.composer;
    const length = before.text.length;
    BY_KEY.get(name)?.run(this.#actions);
    if (COMPLETING_KEYS.has(name)) return;
    // What was deleted changes what may follow; everything else is done with the list.
    if (this.#actions.composer === before && before.text.length < length && !before.isEmpty) {
      this.#typed();
    } else this.#completer.close();
  }

  /** The list of what may follow goes with what was typed. */
  #typed(): void {
    this.#completer.typed(this.#actions.composer);
    this.#pacer.request({ urgent: true });
  }

  #mouse({ action, column, row }: MouseInput): void {
    if (action === "wheel-up") this.#scroller.byRows(-WHEEL_ROWS);
    else if (action === "wheel-down") this.#scroller.byRows(WHEEL_ROWS);
    else if (action === "press") {
      const listed = conversationAt(this.#view(), { column, row });
      if (listed !== undefined) this.#navigator.go(listed);
    }
  }

  #showOverlay(overlay: Overlay | undefined): void {
    this.#overlay = overlay;
    this.#pacer.request({ urgent: true });
  }

  #closeOverlay(): void {
    const overlay = this.#overlay;
    this.#overlay = undefined;
    overlay?.close?.();
  }

  #settingChanged(key: SettingKey): void {
    if (key === "mouse") this.#terminal.setMouse(this.#options.settings.get("mouse"));
    if (key === "theme" || key === "colours") {
      const problem = this.#options.looks.update();
      if (problem !== undefined) this.#navigator.chat.tell(problem);
    }
    this.redraw();
  }

  #listen(network: Network, event: ClientEvent): void {
    this.#navigator.handle(network, event);
    this.#search.handle(network, event);
    if (event.type === "message") {
      const seen = this.#navigator.sees(network, event.conversation);
      this.#attention.message(event, { nick: network.chat.nick, seen });
    }
    if (event.type === "focus" && !event.room && event.conversation !== "") {
      this.#loadFirst(network);
    }
    this.#pacer.request({ urgent: event.type === "queued" || event.type === "focus" });
  }

  /** Loads messages of a person whom one begins to talk to. */
  #loadFirst({ chat }: Network): void {
    const { current: key = "", conversations } = chat.state;
    if (conversations.get(key)?.older === "unknown") chat.loadOlder(key);
  }

  #draw(): void {
    const view = this.#view();
    const frame = drawFrame(this.#withOverlay(view), this.#options.looks.painter);
    this.#attention.title(this.#navigator);
    this.#writer.show(frame.rows, frame.cursor);
    this.#pacer.requestAt(Math.min(typingEnds(view), this.#actions.hint?.ends ?? Infinity));
  }

  #withOverlay(view: ScreenView): ScreenView {
    if (this.#overlay === undefined) return view;
    return { ...view, overlay: this.#overlay.draw(this.#overlaySize(view)) };
  }

  #overlaySize(view = this.#view()): OverlaySize {
    const { layout } = arrange(view);
    return { columns: layout.middle, rows: layout.messages };
  }

  #view(): ScreenView {
    const { columns, rows } = this.#io.size();
    const { place, views, current, drafts } = this.#navigator;
    return {
      columns,
      rows,
      networks: views,
      current,
      anchor: place.anchor,
      firstNew: place.firstNew,
      drafts,
      marked: place.marked,
      composer: this.#overlay?.field ?? place.composer,
      completions: this.#overlay === undefined ? this.#completer.list : undefined,
      overlay: undefined,
      hint: this.#actions.hint?.text,
      now: this.#io.clock.now(),
    };
  }
}
