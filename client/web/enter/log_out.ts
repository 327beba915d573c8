import type { Page } from "../page.ts";

/** Milliseconds that the server has to revoke the login token before the person leaves. */
const REVOKE_TIMEOUT_MS = 3_000;

/** Revokes the login token of this browser, forgets the person, and leaves. */
export async function logOut(page: Page): Promise<void> {
  const { memory, navigator: { chat } } = page;
  const { login } = memory;
  memory.forget();
  if (login !== undefined && chat.isOnline) {
    const revoked = chat.loginTokens.revoke(login.id).catch(() => {});
    await Promise.race([revoked, new Promise((done) => setTimeout(done, REVOKE_TIMEOUT_MS))]);
  }
  page.leave();
}
