import { memo } from "react";

import { parseFormatting, type StyledText as Piece } from "../../../format/formatting.ts";
import { sanitize } from "../../../format/sanitize.ts";

/** A text that others wrote: styled by the codes of IRC, with links, and made harmless. */
export const StyledText = memo(function StyledText({ text }: { readonly text: string }) {
  const lines = text.split("\n");
  return (
    <>
      {lines.map((line, at) => <Line key={at} text={line} isLast={at === lines.length - 1} />)}
    </>
  );
});

function Line({ text, isLast }: { readonly text: string; readonly isLast: boolean }) {
  return (
    <>
      {parseFormatting(text).map((piece, index) => <Span key={index} piece={piece} />)}
      {!isLast && "\n"}
    </>
  );
}

function Span({ piece }: { readonly piece: Piece }) {
  const text = sanitize(piece.text);
  const classes = classesOf(piece);
  const styled = piece.monospace ? <code className={classes}>{text}</code> : text;
  if (piece.href !== undefined) {
    return (
      <a className={classes} href={piece.href} target="_blank" rel="noopener noreferrer">
        {styled}
      </a>
    );
  }
  if (classes === "" || piece.monospace) return <>{styled}</>;
  return <span className={classes}>{styled}</span>;
}

function classesOf(piece: Piece): string {
  return [
    piece.bold && "bold",
    piece.italic && "italic",
    piece.underline && "underline",
    piece.strike && "strike",
    piece.reverse && "reverse",
    // On a ground of its own, text is readable only in the colour that belongs to it.
    piece.background !== undefined && `ground-${piece.background}`,
    piece.background === undefined && piece.colour !== undefined && `colour-${piece.colour}`,
  ].filter(Boolean).join(" ");
}
