/** One way in which what is typed can go on. */
export interface Candidate {
  /** What takes the place of the word before the cursor. */
  readonly text: string;
  /** What a list shows for it. */
  readonly label: string;
  /** What explains it, beside the label; may be empty. */
  readonly note: string;
}
