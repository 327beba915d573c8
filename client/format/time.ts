import { language } from "../texts/mod.ts";

let day = { start: 0, end: 0 };

/** The beginning of the day of a time, in milliseconds since 1970 and the local time zone. */
export function dayOf(time: number): number {
  // Neighbours are nearly always of one day.
  if (time < day.start || time >= day.end) {
    const start = new Date(time).setHours(0, 0, 0, 0);
    day = { start, end: new Date(start).setHours(24, 0, 0, 0) };
  }
  return day.start;
}

/** `21:18` */
export function formatTime(time: number): string {
  const date = new Date(time);
  return `${String(date.getHours()).padStart(2, "0")}:${
    String(date.getMinutes()).padStart(2, "0")
  }`;
}

/** `Friday, January 2, 2026` */
export function formatDay(time: number): string {
  return new Date(time).toLocaleDateString(language() === "zh" ? "zh-CN" : "en-US", {
    weekday: "long",
    year: "numeric",
    month: "long",
    day: "numeric",
  });
}
