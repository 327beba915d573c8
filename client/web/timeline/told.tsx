import { useEffect, useState } from "react";

/** Milliseconds that what was done is shown. */
const TOLD_MS = 2_500;

/** Tells for a moment what was done. */
export function Told({ text }: { readonly text: string }) {
  const [isShown, setIsShown] = useState(text !== "");
  useEffect(() => {
    const timer = setTimeout(() => setIsShown(false), TOLD_MS);
    return () => clearTimeout(timer);
  }, []);
  return <p className="told" role="status">{isShown && text}</p>;
}
