/** The lines of each icon, in a square of 24. */
const ICONS = {
  bell: "M18 9a6 6 0 0 0-12 0c0 6-2 7-2 7h16s-2-1-2-7M10 20a2 2 0 0 0 4 0",
  "bell-off":
    "M4 4l16 16M8.5 4.2A6 6 0 0 1 18 9c0 2.6.4 4.3.9 5.4M6 9c0 6-2 7-2 7h12M10 20a2 2 0 0 0 4 0",
  close: "M6 6l12 12M18 6L6 18",
  download: "M12 4v11M7 11l5 5 5-5M5 20h14",
  edit: "M4 20h4L19 9l-4-4L4 16zM13 7l4 4",
  keys: "M3 7h18v10H3zM7 13.5h10M7 10.2h.01M10.3 10.2h.01M13.6 10.2h.01M17 10.2h.01",
  menu: "M4 7h16M4 12h16M4 17h16",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  people:
    "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M2.5 20a6.5 6.5 0 0 1 13 0M16 4.3a3.5 3.5 0 0 1 0 6.4M18 14.3a6.5 6.5 0 0 1 3.5 5.7",
  plus: "M12 5v14M5 12h14",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14M16 16l4.5 4.5",
  settings:
    "M4 7h9M17 7h3M4 17h3M11 17h9M15 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5M9 19.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5",
} as const satisfies Readonly<Record<string, string>>;

/** The name of an icon. */
export type IconName = keyof typeof ICONS;

/** A picture of lines in the colour of the text, which screen readers do not hear of. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={ICONS[name]} />
    </svg>
  );
}

/** A button that is an icon, with a name for screen readers and a hint for the mouse. */
export function IconButton({ name, label, press, pressed, className = "" }: {
  readonly name: IconName;
  readonly label: string;
  readonly press: () => void;
  /** Whether what it switches is on; undefined if it is no switch. */
  readonly pressed?: boolean | undefined;
  readonly className?: string;
}) {
  return (
    <button
      type="button"
      className={`icon-button ${className}`}
      aria-label={label}
      aria-pressed={pressed}
      title={label}
      onClick={press}
    >
      <Icon name={name} />
    </button>
  );
}
