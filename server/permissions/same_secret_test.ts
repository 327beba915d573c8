import { assert, assertEquals } from "@std/assert";
import { sameSecret } from "./same_secret.ts";

Deno.test("Secrets are the same if all their bytes are", () => {
  const given = ["secret", "", "secre", "secrets", "Secret", "sécret"];
  assertEquals(given.map((word) => sameSecret(word, "secret")), [
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
  assert(sameSecret("", ""));
});
