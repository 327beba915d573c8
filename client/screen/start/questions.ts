import { checkName } from "../../format/nickname.ts";
import { sanitize } from "../../format/sanitize.ts";
import type { PasswordFailure } from "../../session/options.ts";
import { t } from "../../texts/mod.ts";
import { Question, type QuestionOptions } from "./question.ts";

/** What asks the person during registration, on each network. */
export interface Asker {
  /** Returns another nickname; undefined gives up. */
  askName(network: string, taken: string): Promise<string | undefined>;
  /** Returns another password; undefined gives up. */
  askPassword(network: string, failure: PasswordFailure): Promise<string | undefined>;
}

/** Questions to the person, one after the other. */
export class Questions implements Asker {
  readonly #show: (question: Question | undefined) => void;
  readonly #onName: (nick: string) => void;
  #last: Promise<unknown> = Promise.resolve();
  #shown: Question | undefined;
  #isOver = false;

  /** `show` puts a question on the screen or, with undefined, removes it. */
  constructor(
    show: (question: Question | undefined) => void,
    { onName }: { readonly onName: (nick: string) => void },
  ) {
    this.#show = show;
    this.#onName = onName;
  }

  async askName(network: string, taken: string): Promise<string | undefined> {
    const nick = await this.#ask({
      title: t("Another name for {network}", { network: sanitize(network) }),
      text: t("“{name}” is in use there. Type another name, then press Enter", {
        name: sanitize(taken),
      }),
      prompt: t("Your name: "),
      initial: taken,
      secret: false,
      check: (text) => checkName(text) ?? (text === taken ? t("This name is in use") : undefined),
    });
    if (nick !== undefined) this.#onName(nick);
    return nick;
  }

  askPassword(network: string, failure: PasswordFailure): Promise<string | undefined> {
    const { account, reason, wasGiven } = failure;
    const name = sanitize(account ?? "");
    const what = account === undefined
      ? wasGiven ? t("This password is wrong") : t("This server asks for a password")
      : wasGiven
      ? t("The password of the account {name} is wrong", { name })
      : t("This server asks for the password of the account {name}", { name });
    return this.#ask({
      title: t("Password for {network}", { network: sanitize(network) }),
      text: `${what} (${sanitize(reason)})`,
      prompt: t("Password: "),
      initial: "",
      secret: true,
      check: (text) => text === "" ? t("Type the password, then press Enter") : undefined,
    });
  }

  /** Answers every question with undefined, also those to come. */
  close(): void {
    this.#isOver = true;
    this.#shown?.close();
  }

  #ask(options: Omit<QuestionOptions, "answer">): Promise<string | undefined> {
    const asked = this.#last.then(() => this.#isOver ? undefined : this.#showOne(options));
    this.#last = asked;
    return asked;
  }

  #showOne(options: Omit<QuestionOptions, "answer">): Promise<string | undefined> {
    return new Promise((resolve) => {
      const answer = (text: string | undefined) => {
        this.#shown = undefined;
        this.#show(undefined);
        resolve(text);
      };
      this.#shown = new Question({ ...options, answer });
      this.#show(this.#shown);
    });
  }
}
