import { t } from "../../texts/mod.ts";
import type { Page } from "../page.ts";

/** Milliseconds that the server has to revoke the login token before the person leaves. */
const REVOKE_TIMEOUT_MS = 3_000;
/** Where tabs tell each other the id of a login token that is forgotten. */
const CHANNEL = "chat-logged-out";

/** Revokes the login token of this browser, forgets the person, and leaves in all tabs. */
export async function logOut(page: Page): Promise<void> {
  const { login } = page.memory;
  page.memory.forget();
  if (login === undefined) return page.leave();
  const channel = openChannel();
  channel?.postMessage(login.id);
  channel?.close();
  const isRevoked = await revoke(page, login.id);
  page.leave(
    isRevoked ? undefined : t(
      "You are logged out here, but the server could not be told: end the login of this browser where you log in next, under “Where you are logged in”",
    ),
  );
}

/** Leaves when another tab logs this browser out. Returns how to end that. */
export function followLogOut(page: Page): () => void {
  const channel = openChannel();
  if (channel === undefined) return () => {};
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (data !== page.memory.login?.id) return;
    page.memory.forget();
    page.leave(t("You logged out of this browser in another tab"));
  };
  return () => channel.close();
}

async function revoke({ navigator: { chat } }: Page, id: string): Promise<boolean> {
  if (!chat.isOnline) return false;
  const revoked = chat.loginTokens.revoke(id).then(() => true, () => false);
  const isLate = new Promise<boolean>((done) => setTimeout(done, REVOKE_TIMEOUT_MS, false));
  return await Promise.race([revoked, isLate]);
}

/** Undefined where storage is switched off, which may forbid channels, too. */
function openChannel(): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel(CHANNEL);
  } catch {
    return undefined;
  }
}
