/** What a person had typed into the form before the script that answers it was there. */
export interface EarlyTyped {
  readonly name: string;
  readonly rooms: string;
  readonly way: string;
  readonly remember: boolean;
  /** Whether the person has asked to enter. */
  readonly isSubmitted: boolean;
}

/** Has a form that nothing answers yet wait when it is submitted. */
export function holdSubmit(form: HTMLFormElement): void {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    form.dataset["submitted"] = "";
  });
}

/** What is in the form that the first script has drawn. */
export function readDrawnForm(form: HTMLFormElement): EarlyTyped {
  const fields = new FormData(form);
  const text = (name: string) => String(fields.get(name) ?? "");
  return {
    name: text("name"),
    rooms: text("rooms"),
    way: text("way"),
    remember: fields.has("remember"),
    isSubmitted: form.dataset["submitted"] !== undefined,
  };
}
