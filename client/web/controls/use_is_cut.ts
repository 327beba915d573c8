import { type RefObject, useLayoutEffect, useState } from "react";

/**
 * Whether a line of text is wider than its element, and so cut. `content` changes whenever the
 * element or what stands in it does.
 */
export function useIsCut(line: RefObject<HTMLElement | null>, content: string): boolean {
  const [isCut, setIsCut] = useState(false);
  useLayoutEffect(() => {
    const element = line.current;
    if (element === null) return;
    const measure = () => setIsCut(element.scrollWidth > element.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [line, content]);
  return isCut;
}
