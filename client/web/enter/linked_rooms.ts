/** Rooms that one address may name. */
const MAX_ROOMS = 10;

/** The rooms that the address of the page names: `?room=tea`, or `#tea`. */
export function linkedRooms(url: URL): string[] {
  const named = [...url.searchParams.getAll("room"), decode(url.hash.slice(1))];
  return named.flatMap((names) => names.split(/[\s,]+/)).filter((room) => room !== "")
    .slice(0, MAX_ROOMS);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
