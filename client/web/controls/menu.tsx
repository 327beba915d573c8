import {
  createContext,
  type KeyboardEvent,
  type ReactNode,
  useContext,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";

import { isLetter, stepTo, TypeAhead } from "./type_ahead.ts";

/** Pixels between a menu and the edge of the window. */
const EDGE_PIXELS = 8;
/** Pixels between a menu and what it is of. */
const GAP_PIXELS = 4;

/** One line of a menu. */
export interface MenuItem {
  readonly label: string;
  readonly run: () => void;
  /** Whether it takes something away. */
  readonly isDangerous?: boolean;
}

/** A menu, and where it opens. */
export interface OpenMenu {
  /** What it is of, for screen readers. */
  readonly label: string;
  readonly items: readonly MenuItem[];
  /** In pixels of the window. */
  readonly at: {
    readonly x: number;
    readonly y: number;
    /** Where it ends, if there is no room below. */
    readonly above?: number;
  };
}

const MenuContext = createContext<(menu: OpenMenu) => void>(() => {});

/** Opens a menu; the one that is open closes. */
export function useMenu(): (menu: OpenMenu) => void {
  return useContext(MenuContext);
}

/** Where a menu of an element opens: below it, or else above. */
export function below(element: Element): OpenMenu["at"] {
  const { left, top, bottom } = element.getBoundingClientRect();
  return { x: left, y: bottom + GAP_PIXELS, above: top - GAP_PIXELS };
}

/** Shows the menus that are opened inside it. */
export function MenuHost({ children }: { readonly children: ReactNode }) {
  const [menu, open] = useState<OpenMenu>();
  return (
    <MenuContext value={open}>
      {children}
      {menu !== undefined && (
        <section aria-label={menu.label}>
          <Menu
            key={`${menu.at.x} ${menu.at.y}`}
            menu={menu}
            close={() => open(undefined)}
          />
        </section>
      )}
    </MenuContext>
  );
}

function Menu({ menu, close }: { readonly menu: OpenMenu; readonly close: () => void }) {
  const element = useRef<HTMLDivElement>(null);
  const typed = useRef(new TypeAhead());
  const [at, setAt] = useState(menu.at);
  const items = () => [...element.current?.querySelectorAll("button") ?? []];
  useLayoutEffect(() => {
    const popover = element.current;
    if (popover === null) return;
    popover.showPopover();
    const { width, height } = popover.getBoundingClientRect();
    const { x, y, above = Infinity } = menu.at;
    const lowest = Math.min(above, innerHeight - EDGE_PIXELS) - height;
    const fits = y + height <= innerHeight - EDGE_PIXELS;
    setAt({
      x: Math.max(EDGE_PIXELS, Math.min(x, innerWidth - width - EDGE_PIXELS)),
      y: Math.max(EDGE_PIXELS, fits ? y : lowest),
    });
    popover.querySelector("button")?.focus();
  }, [menu]);
  useEffect(() => {
    const popover = element.current;
    const onToggle = (event: Event) => {
      if ((event as ToggleEvent).newState === "closed") close();
    };
    popover?.addEventListener("toggle", onToggle);
    return () => popover?.removeEventListener("toggle", onToggle);
  }, [close]);
  const run = (item: MenuItem) => {
    // The focus goes back to where it was before the item moves it elsewhere.
    element.current?.hidePopover();
    item.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "Tab") element.current?.hidePopover();
    const all = items();
    const from = all.findIndex((item) => item === document.activeElement);
    const names = menu.items.map(({ label }) => label);
    const to = stepTo(event.key, { at: from, count: all.length }) ??
      (isLetter(event)
        ? typed.current.find(event.key, { names, from, now: event.timeStamp })
        : undefined);
    if (to === undefined) return;
    event.preventDefault();
    all[to]?.focus();
  };
  return (
    <div
      ref={element}
      className="menu"
      popover="auto"
      role="menu"
      aria-label={menu.label}
      style={{ left: at.x, top: at.y }}
      onKeyDown={onKeyDown}
    >
      {menu.items.map((item) => (
        <button
          key={item.label}
          type="button"
          role="menuitem"
          tabIndex={-1}
          className={item.isDangerous === true ? "dangerous" : ""}
          onClick={() => run(item)}
        >
          {item.label}
        </button>
      ))}
    </div>
  );
}
