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

/** A conversation that a notification leads to. */
export interface NotifiedConversation {
  readonly name: string;
  readonly room: boolean;
}

/** What a notification says, and where it leads. */
export interface NotificationContent {
  readonly title: string;
  readonly body: string;
  readonly conversation: NotifiedConversation;
  /** Called when the person presses it, if the page itself shows it. */
  readonly open: () => void;
}

/** Shows a notification: the page itself, or its service worker on phones, which want it so. */
export function showNotification({ title, body, conversation, open }: NotificationContent): void {
  const options = { body, tag: conversation.name, icon: "./icon-192.png" };
  try {
    const shown = new Notification(title, options);
    shown.onclick = () => {
      focus();
      shown.close();
      open();
    };
  } catch {
    void navigator.serviceWorker?.getRegistration()
      .then((kept) => kept?.showNotification(title, { ...options, data: conversation }))
      .catch(() => {});
  }
}

/**
 * Calls a function when a notification of the service worker is pressed. Returns how to end that.
 */
export function onNotificationPressed(
  open: (conversation: NotifiedConversation) => void,
): () => void {
  const over = new AbortController();
  navigator.serviceWorker?.addEventListener("message", ({ data }) => {
    const { type, conversation } = data ?? {};
    if (type === "open") open(conversation);
  }, { signal: over.signal });
  return () => over.abort();
}
