/** The parts of the screen, in columns and rows; a part that has no room has size 0. */
export interface Layout {
  readonly columns: number;
  readonly rows: number;
  /** Columns of the conversations at the left; 0 when they are a bar at the top. */
  readonly left: number;
  /** Columns of the members at the right. */
  readonly right: number;
  /** Rows of the bar of conversations at the top. */
  readonly bar: number;
  /** Columns of the messages. */
  readonly middle: number;
  /** Rows of the messages. */
  readonly messages: number;
  /** Rows of the composer. */
  readonly composer: number;
  /** Columns of the nicknames beside the messages. */
  readonly nickname: number;
  /** Whether there is room for the time before each message. */
  readonly withTime: boolean;
}

/** Below this many columns the members are left out. */
export const MIN_COLUMNS_FOR_MEMBERS = 80;
/** Below this many columns the conversations are a bar of one row. */
export const MIN_COLUMNS_FOR_LIST = 60;
/** Most rows that the composer grows to. */
export const MAX_COMPOSER_ROWS = 8;
const MIN_LIST_COLUMNS = 18;
const MAX_LIST_COLUMNS = 30;
/** The topic and the status, one row each. */
const FIXED_ROWS = 2;
const MIN_MESSAGE_ROWS = 3;

/** Divides a terminal; `composerRows` is how many rows the text being typed would take. */
export function layOut(
  { columns, rows, composerRows }: { columns: number; rows: number; composerRows: number },
): Layout {
  const withList = columns >= MIN_COLUMNS_FOR_LIST;
  const side = Math.max(
    MIN_LIST_COLUMNS,
    Math.min(MAX_LIST_COLUMNS, Math.floor(columns * 0.18)),
  );
  const left = withList ? side : 0;
  const right = columns >= MIN_COLUMNS_FOR_MEMBERS ? Math.max(14, side - 6) : 0;
  const bar = withList ? 0 : 1;
  // One column at each side of the messages is a border.
  const middle = columns - left - right - (left > 0 ? 1 : 0) - (right > 0 ? 1 : 0);
  const free = Math.max(1, rows - FIXED_ROWS - bar - MIN_MESSAGE_ROWS);
  const composer = Math.max(1, Math.min(composerRows, MAX_COMPOSER_ROWS, free));
  return {
    columns,
    rows,
    left,
    right,
    bar,
    middle,
    messages: Math.max(0, rows - FIXED_ROWS - bar - composer),
    composer,
    nickname: middle >= 50 ? 12 : 8,
    withTime: middle >= 44,
  };
}
