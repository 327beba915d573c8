import { type DragEvent, type RefObject, useEffect, useRef, useState } from "react";

import { idText, type ListedConversation } from "../../navigation/conversation_list.ts";
import { siblings } from "../../navigation/list_order.ts";
import type { Page } from "../page.ts";
import { moveConversation } from "./conversation_actions.ts";

/** Milliseconds that a finger stays on a row until it lifts the row. */
const LIFT_MS = 400;
/** Pixels that a finger may move meanwhile. */
const STILL_PIXELS = 10;
/** Pixels from the end of the list where it scrolls under a row that is moved, and by how many. */
const SCROLL_ZONE_PIXELS = 48;
const SCROLL_STEP_PIXELS = 12;

/** Where something happens in the window, in pixels. */
interface Point {
  readonly x: number;
  readonly y: number;
}

/** Options for {@linkcode useRowOrder}. */
export interface RowOrderOptions {
  readonly page: Page;
  /** The list that scrolls. Its rows have `data-id`. */
  readonly list: RefObject<HTMLElement | null>;
  /** Opens the menu of a row: a finger that lifts it and lets go asks for that. */
  readonly menu: (id: string, at: Point) => void;
}

/** Moves rows with the mouse, and with a finger that stays on a row first. */
export function useRowOrder({ page, list, menu }: RowOrderOptions) {
  const [lifted, setLifted] = useState<string>();
  const [over, setOver] = useState<string>();
  const [move] = useState(() => new RowMove(page));
  const draw = () => {
    setLifted(move.lifted);
    setOver(move.over);
  };
  const latest = useRef(menu);
  latest.current = menu;
  useEffect(() => {
    const element = list.current;
    if (element === null) return;
    const fingers = new Fingers(element, {
      move,
      draw,
      menu: (...args) => latest.current(...args),
    });
    return () => fingers.end();
  }, []);
  const handlers = {
    onDragStart: (event: DragEvent) => {
      move.lift(idAt(event.target));
      event.dataTransfer.effectAllowed = "move";
    },
    onDragOver: (event: DragEvent) => {
      if (!move.goOver(idAt(event.target))) return;
      event.preventDefault();
      draw();
    },
    onDrop: (event: DragEvent) => {
      if (move.drop()) event.preventDefault();
      draw();
    },
    onDragEnd: () => {
      move.cancel();
      draw();
    },
  };
  return { lifted, over, handlers };
}

/** A row that is being moved. */
class RowMove {
  readonly #page: Page;
  /** The id of the row, while there is one. */
  lifted: string | undefined;
  /** The id of the row whose place it would take. */
  over: string | undefined;

  constructor(page: Page) {
    this.#page = page;
  }

  lift(id: string | undefined): void {
    this.lifted = id;
    this.over = undefined;
  }

  /** Returns whether the row can be moved there. */
  goOver(id: string | undefined): boolean {
    const target = this.#target(id);
    this.over = target === undefined ? undefined : id;
    return target !== undefined;
  }

  /** Puts the row down where it is. Returns whether it has been moved over another. */
  drop(): boolean {
    const target = this.#target(this.over);
    this.cancel();
    if (target === undefined) return false;
    moveConversation(this.#page, target.from, { to: target.position });
    return true;
  }

  cancel(): void {
    this.lift(undefined);
  }

  #target(id: string | undefined) {
    const [from, to] = [this.#find(this.lifted), this.#find(id)];
    if (from === undefined || to === undefined) return undefined;
    const own = siblings(this.#page.view().list, from);
    const position = own.findIndex((one) => idText(one) === idText(to));
    return position === -1 ? undefined : { from, position };
  }

  #find(id: string | undefined): ListedConversation | undefined {
    return this.#page.view().list.find((listed) => idText(listed) === id);
  }
}

/** Options for {@linkcode Fingers}. */
interface FingersOptions {
  readonly move: RowMove;
  readonly draw: () => void;
  readonly menu: RowOrderOptions["menu"];
}

/** One finger on the list. What the browser itself does after a long press is left out. */
class Fingers {
  readonly #list: HTMLElement;
  readonly #options: FingersOptions;
  readonly #over = new AbortController();
  #start: Point | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(list: HTMLElement, options: FingersOptions) {
    this.#list = list;
    this.#options = options;
    const { signal } = this.#over;
    // React listens passively, where the list could not be kept from scrolling.
    const active = { signal, passive: false };
    list.addEventListener("touchstart", (event) => this.#begin(event), { signal, passive: true });
    list.addEventListener("touchmove", (event) => this.#go(event), active);
    list.addEventListener("touchend", (event) => this.#letGo(event), active);
    list.addEventListener("touchcancel", () => this.#cancel(), { signal });
    for (const type of ["contextmenu", "dragstart"]) {
      list.addEventListener(type, (event) => {
        if (this.#start === undefined) return;
        event.preventDefault();
        event.stopPropagation();
      }, { signal, capture: true });
    }
  }

  /** Listens no more. */
  end(): void {
    this.#cancel();
    this.#over.abort();
  }

  #begin({ touches, target }: TouchEvent): void {
    this.#cancel();
    const [touch] = touches;
    const id = idAt(target);
    const isRow = (target as Element).closest(".row:not(.server)") !== null;
    if (touch === undefined || touches.length > 1 || id === undefined || !isRow) return;
    this.#start = pointOf(touch);
    this.#timer = setTimeout(() => {
      this.#options.move.lift(id);
      this.#options.draw();
    }, LIFT_MS);
  }

  #go(event: TouchEvent): void {
    const [touch] = event.touches;
    if (this.#start === undefined || touch === undefined) return;
    const { move, draw } = this.#options;
    const { x, y } = pointOf(touch);
    if (move.lifted === undefined) {
      if (Math.hypot(x - this.#start.x, y - this.#start.y) > STILL_PIXELS) this.#cancel();
      return;
    }
    event.preventDefault();
    const { top, bottom } = this.#list.getBoundingClientRect();
    if (y < top + SCROLL_ZONE_PIXELS) this.#list.scrollTop -= SCROLL_STEP_PIXELS;
    if (y > bottom - SCROLL_ZONE_PIXELS) this.#list.scrollTop += SCROLL_STEP_PIXELS;
    move.goOver(idAt(document.elementFromPoint(x, y)));
    draw();
  }

  #letGo(event: TouchEvent): void {
    const { move, draw, menu } = this.#options;
    const { lifted } = move;
    clearTimeout(this.#timer);
    const start = this.#start;
    this.#start = undefined;
    if (lifted === undefined || start === undefined) return;
    // Otherwise it is a click on the row, too.
    event.preventDefault();
    const wasMoved = move.over !== undefined && move.over !== lifted;
    if (wasMoved) move.drop();
    else move.cancel();
    draw();
    const [touch] = event.changedTouches;
    const { x, y } = touch === undefined ? start : pointOf(touch);
    const isStill = Math.hypot(x - start.x, y - start.y) <= STILL_PIXELS;
    if (!wasMoved && isStill) menu(lifted, start);
  }

  #cancel(): void {
    clearTimeout(this.#timer);
    this.#start = undefined;
    if (this.#options.move.lifted === undefined) return;
    this.#options.move.cancel();
    this.#options.draw();
  }
}

function pointOf({ clientX, clientY }: Touch): Point {
  return { x: clientX, y: clientY };
}

/** The id of the row that an element is in. */
function idAt(target: EventTarget | null): string | undefined {
  return (target as Element | null)?.closest<HTMLElement>("[data-id]")?.dataset["id"];
}
