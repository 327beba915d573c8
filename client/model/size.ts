/** What an object takes besides its texts, in characters. */
const OBJECT_SIZE = 32;

/** About how much memory an entry takes, in characters: its texts, and those of what it has. */
export function sizeOf(value: unknown): number {
  if (typeof value === "string") return value.length;
  if (typeof value !== "object" || value === null) return 1;
  let size = OBJECT_SIZE;
  if (value instanceof Map) { for (const [key, one] of value) size += sizeOf(key) + sizeOf(one); }
  else if (Array.isArray(value)) { for (const one of value) size += sizeOf(one); }
  else for (const key in value) size += sizeOf((value as Record<string, unknown>)[key]);
  return size;
}
