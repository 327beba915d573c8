const PATHS = {
  react: "M12 3a9 9 0 1 0 9 9M9 9.5h.01M15 9.5h.01M8.5 14.5a4.5 4.5 0 0 0 7 0M19 2v6M16 5h6",
  reply: "M9 14 4 9l5-5M4 9h9a7 7 0 0 1 7 7v4",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  remove: "M4 7h16M10 11v6M14 11v6M6 7l1 13h10l1-13M9 7V4h6v3",
  ignore: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM5.6 5.6l12.8 12.8",
  down: "M12 5v14M5 12l7 7 7-7",
} as const;

/** The name of an icon of the timeline. */
export type IconName = keyof typeof PATHS;

/** A small picture beside or instead of a word. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="icon-image" viewBox="0 0 24 24" width="18" height="18" aria-hidden="true">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
