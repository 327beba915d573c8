/** The windows that can stand in front of the page. */
export type DialogName =
  | "export"
  | "keys"
  | "open"
  | "search"
  | "sessions"
  | "settings"
  | "switcher";
