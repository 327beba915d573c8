/** Parts of the page that are loaded later; index.html has a list of the files of each. */
export type LaterPart = "chat" | "zh";

/** Has the browser fetch all files of a part at once, before one after the other asks for them. */
export function fetchEarly(part: LaterPart): void {
  const list = document.querySelector<HTMLTemplateElement>(`[data-files=${part}]`);
  // The list is empty from then on, as its links have gone to the head.
  if (list !== null) document.head.append(list.content);
}
