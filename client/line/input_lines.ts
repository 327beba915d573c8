/** A longer line of input is taken in pieces. */
const MAX_LINE_CHARACTERS = 65_536;

/** Options for {@linkcode inputLines}. */
export interface InputLinesOptions {
  /** Called once, if bytes that are not UTF-8 were replaced. */
  readonly notUtf8: () => void;
}

/** Splits standard input into lines, without their ends. The last line needs no end. */
export async function* inputLines(
  chunks: AsyncIterable<Uint8Array>,
  options: InputLinesOptions,
): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8");
  let warned = false;
  let rest = "";
  const take = (text: string) => {
    if (!warned && text.includes("\ufffd")) {
      warned = true;
      options.notUtf8();
    }
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > MAX_LINE_CHARACTERS) {
      lines.push(rest);
      rest = "";
    }
    return lines.map((line) => line.replace(/\r+$/, ""));
  };
  for await (const chunk of chunks) yield* take(decoder.decode(chunk, { stream: true }));
  yield* take(decoder.decode());
  if (rest !== "") yield rest.replace(/\r+$/, "");
}
