import { type FormEvent, useState } from "react";

import { checkName } from "../../format/nickname.ts";
import { t } from "../../texts/mod.ts";
import type { PageQuestion } from "../page.ts";

/** Asks for another name or a password while the server waits. */
export function Questions({ question }: { readonly question: PageQuestion }) {
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string>();
  const isName = question.type === "name";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wrong = isName ? checkName(text.trim()) : undefined;
    setProblem(wrong);
    if (wrong === undefined) question.answer(isName ? text.trim() : text);
  };
  return (
    <div className="backdrop">
      <form className="card" role="dialog" aria-modal="true" onSubmit={submit} noValidate>
        <p>
          {question.type === "name"
            ? t("The name “{name}” is in use", { name: question.taken })
            : question.failure.reason}
        </p>
        <label>
          {isName ? t("Another name") : t("Password")}
          <input
            autoFocus
            type={isName ? "text" : "password"}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        <p className="problem" role="alert">{problem}</p>
        <button type="submit" className="primary">{t("Enter")}</button>
      </form>
    </div>
  );
}
