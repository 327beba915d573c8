import { Fragment, memo } from "react";

import { parseFormatting, type StyledText as Piece } from "../../../format/formatting.ts";
import { sanitize } from "../../../format/sanitize.ts";

/** A text that others wrote: styled by the codes of IRC, with links, and made harmless. */
export const StyledText = memo(function StyledText({ text }: { readonly text: string }) {
  const parts = partsOf(text.split("\n").map(parseFormatting));
  return (
    <>
      {parts.map(({ lines, isCode }, at) =>
        isCode
          ? (
            <pre key={at} className="code-block" dir="ltr">
              <Lines lines={lines} isBlock />
            </pre>
          )
          : <Lines key={at} lines={lines} />
      )}
    </>
  );
});

/** Lines that are drawn together. */
interface Part {
  readonly lines: readonly (readonly Piece[])[];
  /** Whether they are several lines of code, drawn as one block. */
  readonly isCode: boolean;
}

/** Lines of code that follow each other as one part, with the empty lines between them. */
function partsOf(lines: readonly (readonly Piece[])[]): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (let at = 0; at < lines.length; at++) {
    if (!isCode(lines[at])) continue;
    let end = at + 1;
    for (let next = end; isCode(lines[next]) || lines[next]?.length === 0; next++) {
      if (isCode(lines[next])) end = next + 1;
    }
    if (end - at === 1) continue;
    if (at > from) parts.push({ lines: lines.slice(from, at), isCode: false });
    parts.push({ lines: lines.slice(at, end), isCode: true });
    from = end;
    at = end - 1;
  }
  if (from < lines.length) parts.push({ lines: lines.slice(from), isCode: false });
  return parts;
}

function isCode(line: readonly Piece[] | undefined): boolean {
  return line !== undefined && line.length > 0 && line.every(({ monospace }) => monospace === true);
}

function Lines({ lines, isBlock = false }: {
  readonly lines: readonly (readonly Piece[])[];
  /** Whether they are in a block of code. */
  readonly isBlock?: boolean;
}) {
  return lines.map((line, at) => (
    <Fragment key={at}>
      {at > 0 && "\n"}
      {line.map((piece, index) => <Span key={index} piece={piece} isBlock={isBlock} />)}
    </Fragment>
  ));
}

function Span({ piece, isBlock }: { readonly piece: Piece; readonly isBlock: boolean }) {
  const text = sanitize(piece.text);
  const classes = classesOf(piece);
  const isCode = piece.monospace === true && !isBlock;
  const styled = isCode ? <code className={classes}>{text}</code> : text;
  if (piece.href !== undefined) {
    return (
      <a className={classes} href={piece.href} target="_blank" rel="noopener noreferrer">
        {styled}
      </a>
    );
  }
  if (classes === "" || isCode) return <>{styled}</>;
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
