import { useEffect, useRef } from "react";

import type { CompletionList as List } from "../../completion/completer.ts";
import { sanitize } from "../../format/sanitize.ts";
import { t } from "../../texts/mod.ts";

/** Candidates that are drawn; who wants others types more letters. */
const MAX_SHOWN = 50;

/** The id of the element of a candidate, which the field names as the active one. */
export function optionId(list: string, index: number): string {
  return `${list}-${index}`;
}

/** The ways in which what is typed can go on, above the field. */
export function CompletionList({ id, list, choose }: {
  readonly id: string;
  readonly list: List;
  readonly choose: (index: number) => void;
}) {
  const { hint, candidates, selected } = list;
  const box = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const option = selected === undefined ? undefined : box.current?.children[selected];
    option?.scrollIntoView({ block: "nearest" });
  }, [selected]);
  return (
    // The field keeps the focus, and on a phone its keyboard.
    <div className="completions" onPointerDown={(event) => event.preventDefault()}>
      {hint !== undefined && (
        <p className="usage">
          <code>{hint.usage}</code> <span className="faint">{t(hint.description)}</span>
        </p>
      )}
      {candidates.length > 0 && (
        <ul ref={box} id={id} role="listbox" tabIndex={0} aria-label={t("Suggestions")}>
          {candidates.slice(0, Math.max(MAX_SHOWN, (selected ?? 0) + 1)).map((candidate, index) => (
            <li
              key={`${index} ${candidate.text}`}
              id={optionId(id, index)}
              role="option"
              aria-selected={index === selected}
              onClick={() =>
                choose(index)}
            >
              <span className="label">{sanitize(candidate.label)}</span>
              <span className="faint">{sanitize(candidate.note)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
