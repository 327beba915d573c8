import { checkName } from "../../format/nickname.ts";
import { isPlainlyInUse, passwordNeeded } from "../../format/entry_problems.ts";
import { sanitize } from "../../format/sanitize.ts";
import type { NameAnswer, NameFailure, PasswordFailure } from "../../session/options.ts";
import { t } from "../../texts/mod.ts";
import { Question, type QuestionOptions } from "./question.ts";

/** What asks the person during registration, on each network. */
export interface Asker {
  /** Returns another nickname, or the password of its account; undefined gives up. */
  askName(
    network: string,
    taken: string,
    about: NameFailure,
  ): Promise<NameAnswer | undefined>;
  /** Returns whether to connect again after somebody has removed us. */
  askAgain(network: string, what: string): Promise<boolean>;
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

  async askName(
    network: string,
    taken: string,
    { isOwned, reason }: NameFailure,
  ): Promise<NameAnswer | undefined> {
    if (isOwned) {
      const password = await this.#askLogin(network, taken);
      if (password !== "") return password === undefined ? undefined : { password };
    }
    const about = { name: sanitize(taken), reason: sanitize(reason) };
    const nick = await this.#ask({
      title: t("Another name for {network}", { network: sanitize(network) }),
      text: isOwned || isPlainlyInUse(reason)
        ? t("“{name}” is in use there. Type another name, then press Enter", about)
        : t("“{name}” cannot be had ({reason}). Type another name, then press Enter", about),
      prompt: t("Your name: "),
      initial: taken,
      secret: false,
      check: (text) => checkName(text) ?? (text === taken ? t("This name is in use") : undefined),
    });
    if (nick !== undefined) this.#onName(nick);
    return nick;
  }

  async askAgain(network: string, what: string): Promise<boolean> {
    const answer = await this.#ask({
      title: t("Removed from {network}", { network: sanitize(network) }),
      text: sanitize(what),
      prompt: `${t("Enter comes back, Escape stays away:")} `,
      initial: "",
      secret: false,
      check: () => undefined,
    });
    return answer !== undefined;
  }

  /** Asks for the password of the account that has a name; "" if it is another person's. */
  #askLogin(network: string, name: string): Promise<string | undefined> {
    return this.#ask({
      title: t("Password for {network}", { network: sanitize(network) }),
      text: t(
        "“{name}” has an account there. If it is yours, type its password; with nothing typed, Enter asks for another name",
        { name: sanitize(name) },
      ),
      prompt: t("Password: "),
      initial: "",
      secret: true,
      check: () => undefined,
    });
  }

  askPassword(network: string, failure: PasswordFailure): Promise<string | undefined> {
    return this.#ask({
      title: t("Password for {network}", { network: sanitize(network) }),
      text: passwordNeeded(failure),
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
