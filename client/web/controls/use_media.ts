import { useCallback, useSyncExternalStore } from "react";

/** Windows narrower than this show one list at a time, in front of the messages. */
export const PHONE = "(max-width: 719.98px)";
/** Windows narrower than this have the members in front of the messages. */
export const NARROW = "(max-width: 1023.98px)";

/** Whether a media query matches, now and later. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback((listener: () => void) => {
    const list = matchMedia(query);
    list.addEventListener("change", listener);
    return () => list.removeEventListener("change", listener);
  }, [query]);
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches);
}
