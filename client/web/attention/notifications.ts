import { t } from "../../texts/mod.ts";

/**
 * Asks the person whether the browser may show notifications, as it does only after a click.
 * Returns why it may not; undefined if it may.
 */
export async function askForNotifications(): Promise<string | undefined> {
  if (!("Notification" in globalThis)) return t("This browser has no notifications");
  const permission = Notification.permission === "default"
    ? await Notification.requestPermission()
    : Notification.permission;
  if (permission === "granted") return undefined;
  return t("The browser does not allow notifications; its settings for this page can change that");
}

/** Whether a notification can be shown. */
export function canNotify(): boolean {
  return "Notification" in globalThis && Notification.permission === "granted";
}
