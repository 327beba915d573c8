import { memo } from "react";

import { parseFormatting, type StyledText as Piece } from "../../format/formatting.ts";
import { sanitize } from "../../format/sanitize.ts";

/** A text that others wrote: styled by the codes of IRC, with links, and made harmless. */
export const StyledText = memo(function StyledText({ text }: { readonly text: string }) {
  return <>{parseFormatting(text).map((piece, index) => <Span key={index} piece={piece} />)}</>;
});

function Span({ piece }: { readonly piece: Piece }) {
  const text = piece.text.split("\n").map(sanitize).join("\n");
  const classes = [
    piece.bold && "bold",
    piece.italic && "italic",
    piece.underline && "underline",
    piece.strike && "strike",
    piece.colour !== undefined && `colour-${piece.colour}`,
  ].filter(Boolean).join(" ");
  const styled = piece.monospace ? <code>{text}</code> : text;
  if (piece.href !== undefined) {
    return <a className={classes} href={piece.href} target="_blank" rel="noopener">{styled}</a>;
  }
  if (classes === "") return <>{styled}</>;
  return <span className={classes}>{styled}</span>;
}
