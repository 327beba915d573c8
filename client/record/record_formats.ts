/** The formats of a record. */
export const RECORD_FORMATS = ["txt", "json", "html"] as const;
export type RecordFormat = typeof RECORD_FORMATS[number];
