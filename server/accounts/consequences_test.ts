import { assert, assertEquals } from "@std/assert";
import type { Entry, EventOf } from "../network/events.ts";
import type { Outcome } from "../network/outcome.ts";
import { SOME_PASSWORD } from "../network/testing.ts";
import type { Server } from "../server.ts";
import { TestServer, type TestSession } from "../testing.ts";
import { takeConsequences } from "./consequences.ts";
import { logIn } from "./login.ts";

/** A session whose login to the account bob is on its way to the journal. */
class LoginUnderway {
  readonly test = new TestServer();
  readonly client: TestSession = this.test.enter("alice");
  readonly #outcome = Promise.withResolvers<Outcome>();
  readonly #server = {
    ...this.test.server,
    journal: { append: () => this.#outcome.promise },
  } as unknown as Server;
  readonly #running = logIn(this.#server, this.client.session, { account: "bob", tokenId: "1" });

  /** An event that comes before the login in the log. */
  before(event: EventOf<"account-gone" | "password" | "token-removed">): void {
    const entry = { event, sequence: 1, time: 0, origin: "another", epoch: "" } as Entry;
    takeConsequences(this.#server, entry, { users: [], channels: [], metadata: [] } as never);
  }

  /** Lets the login have its turn. */
  async comeBack(): Promise<void> {
    this.#outcome.resolve({ ok: true, user: this.client.session.user } as Outcome);
    await this.#running;
  }

  get isEnded(): boolean {
    return this.client.session.connection.closing;
  }
}

Deno.test("A login whose account is removed before it has its turn ends the session", async () => {
  const login = new LoginUnderway();
  login.before({ type: "account-gone", account: "BOB" });
  assertEquals(login.isEnded, false);
  // Somebody else may have registered an account of that name.
  await login.comeBack();
  assert(login.isEnded);
});

Deno.test("A login by an old password or a revoked token ends when that is known", () => {
  for (
    const event of [
      { type: "password", account: "BOB", password: SOME_PASSWORD },
      { type: "token-removed", account: "Bob", id: "1" },
      { type: "token-removed", account: "Bob", id: undefined },
    ] as const
  ) {
    const login = new LoginUnderway();
    login.before(event);
    assert(login.isEnded, event.type);
  }
});

Deno.test("A login by another token, or to another account, goes on", () => {
  const login = new LoginUnderway();
  login.before({ type: "token-removed", account: "bob", id: "2" });
  login.before({ type: "password", account: "alice", password: SOME_PASSWORD });
  login.before({ type: "account-gone", account: "alice" });
  assertEquals(login.isEnded, false);
});
