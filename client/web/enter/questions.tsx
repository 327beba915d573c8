import { type FormEvent, useState } from "react";

import { checkName } from "../../format/nickname.ts";
import { t } from "../../texts/mod.ts";
import { Dialog } from "../dialogs/dialog.tsx";
import type { PageQuestion } from "../page.ts";
import { Field } from "./field.tsx";
import { passwordProblem, type Problem } from "./problems.ts";

/** Asks a person who was in for another name or a password, before the server lets them in again. */
export function Questions({ question, nick }: {
  readonly question: PageQuestion;
  readonly nick: string;
}) {
  const [text, setText] = useState("");
  const [mistake, setMistake] = useState<Problem>();
  const isName = question.type === "name";
  const why = isName
    ? t("The name “{name}” is in use", { name: question.taken })
    : passwordProblem(question.failure, question.failure.account ?? nick).text;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const answer = isName ? text.trim() : text;
    const wrong = isName
      ? checkName(answer)
      : text === ""
      ? t("Type your password first")
      : undefined;
    const field = isName ? "name" : "password";
    setMistake(wrong === undefined ? undefined : { field, text: wrong });
    if (wrong === undefined) question.answer(answer);
  };
  return (
    <Dialog title={t("You are not connected")} close={undefined}>
      <form className="dialog-content question" onSubmit={submit} noValidate>
        <p role="alert">{why}</p>
        <Field
          name={isName ? "name" : "password"}
          label={isName ? t("Another name") : t("Password")}
          type={isName ? "text" : "password"}
          autoComplete={isName ? "username" : "current-password"}
          autoFocus
          value={text}
          change={setText}
          problem={mistake}
        />
        <p className="dialog-buttons">
          <button type="button" onClick={() => question.answer(undefined)}>{t("Leave")}</button>
          <button type="submit" className="primary">{t("Enter")}</button>
        </p>
      </form>
    </Dialog>
  );
}
