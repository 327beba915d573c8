import { type InputHTMLAttributes, type ReactNode, useEffect, useId, useRef } from "react";

import type { FieldName, Problem } from "./problems.ts";

/** A field of the form, with what is wrong with it below. The focus goes to a field that is wrong. */
export function Field({ name, label, hint, value, change, problem, ...attributes }:
  & Omit<InputHTMLAttributes<HTMLInputElement>, "name" | "value" | "onChange">
  & {
    readonly name: FieldName;
    readonly label: string;
    readonly hint?: string;
    readonly value: string;
    readonly change: (value: string) => void;
    /** What went wrong last, here or elsewhere. */
    readonly problem: Problem | undefined;
  }) {
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const isWrong = problem?.field === name;
  useEffect(() => {
    if (isWrong) input.current?.select();
  }, [problem, isWrong]);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        ref={input}
        id={id}
        name={name}
        autoCapitalize="none"
        spellCheck={false}
        value={value}
        aria-invalid={isWrong}
        aria-describedby={`${id}-hint`}
        onChange={(event) => change(event.target.value)}
        {...attributes}
      />
      <Below id={`${id}-hint`}>
        {isWrong
          ? <span className="problem" role="alert">{problem.text}</span>
          : hint !== undefined && <span className="faint">{hint}</span>}
      </Below>
    </div>
  );
}

function Below({ id, children }: { readonly id: string; readonly children: ReactNode }) {
  return <p id={id} className="hint">{children}</p>;
}
