import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";

import { fromBase64, fromUtf8, toBase64, toUtf8 } from "./bytes.ts";
import { hashing } from "./hashing.ts";
import {
  AuthenticateDecoder,
  bearerClient,
  createSaslClient,
  createSaslServer,
  decodeBearer,
  decodePlain,
  decoyScramCredentials,
  deriveScramCredentials,
  encodeAuthenticate,
  encodeBearer,
  encodePlain,
  isSaslMechanism,
  SASL_MECHANISMS,
  type SaslClient,
  type SaslMechanism,
  type SaslServer,
  type SaslStep,
  type SaslVerifier,
  ScramClient,
  ScramServer,
} from "./mod.ts";

const NOTHING = new Uint8Array(0);
const WRONG: SaslStep = { status: "failure", reason: "credentials" };
const secret = crypto.getRandomValues(new Uint8Array(32));
const kept = await deriveScramCredentials("correct horse");

const verifier: SaslVerifier = {
  verifyPassword: (account, password) =>
    Promise.resolve(account === "bob" && password === "correct horse" ? "bob" : undefined),
  findScramCredentials: async (account) =>
    account === "bob"
      ? { account, credentials: kept }
      : { account: undefined, credentials: await decoyScramCredentials(account, secret) },
  verifyCertificate: (account) =>
    Promise.resolve(account === undefined || account === "bob" ? "bob" : undefined),
  verifyToken: ({ account, type, token }) => {
    const isRight = type === "secret-of-bob" && token === "correct horse";
    return Promise.resolve(isRight && (account === "" || account === "bob") ? "bob" : undefined);
  },
};

/** The client's end of any mechanism; the password is also the token. */
function clientOf(
  mechanism: SaslMechanism,
  { account, password }: { account: string; password: string },
): SaslClient {
  if (mechanism !== "IRCV3BEARER") return createSaslClient(mechanism, { account, password });
  return bearerClient({ account, type: "secret-of-bob", token: password });
}

/** Exchanges messages in AUTHENTICATE pieces until the server succeeds or fails. */
async function converse(client: SaslClient, server: SaslServer): Promise<SaslStep> {
  let challenge: Uint8Array = NOTHING;
  while (true) {
    const response = await client.respond(challenge);
    if ("refused" in response) throw new Error(response.refused);
    const step = await server.step(overTheWire(response));
    if (step.status !== "challenge") return step;
    challenge = overTheWire(step.data);
  }
}

function overTheWire(message: Uint8Array): Uint8Array {
  const decoder = new AuthenticateDecoder();
  const results = encodeAuthenticate(message).map((piece) => decoder.push(piece));
  const last = results.pop();
  assert(last instanceof Uint8Array);
  assert(results.every((result) => result === "more"));
  return last;
}

Deno.test("A message is restored from its pieces", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 1000 }), (message) => {
    assertEquals(overTheWire(message), Uint8Array.from(message));
  }));
  for (const bytes of [0, 299, 300, 301, 600]) {
    assertEquals(overTheWire(new Uint8Array(bytes)).length, bytes);
  }
});

Deno.test("A message whose last piece is full ends with a plus", () => {
  assertEquals(encodeAuthenticate(NOTHING), ["+"]);
  assertEquals(encodeAuthenticate(new Uint8Array(300)).map((piece) => piece.length), [400, 1]);
});

Deno.test("Pieces that are too long or not base64 are refused, the next message is not", () => {
  const decoder = new AuthenticateDecoder(600);
  assertEquals(decoder.push("x".repeat(401)), "too-long");
  assertEquals(decoder.push("x".repeat(400)), "more");
  assertEquals(decoder.push("x".repeat(400)), "more");
  assertEquals(decoder.push("xxxx"), "too-long");
  for (const piece of ["=", "abc", "ab=c", "a b=", "é", "*"]) {
    assertEquals(decoder.push(piece), "invalid", piece);
  }
  assertEquals(decoder.push("aGk="), toUtf8("hi"));
});

Deno.test("An encoded PLAIN message is decoded unchanged", () => {
  const part = fc.string({ unit: "grapheme", minLength: 1 })
    .map((text) => text.replaceAll("\0", "x"));
  fc.assert(fc.property(part, part, part, (actAs, account, password) => {
    assertEquals(decodePlain(encodePlain({ actAs, account, password })), {
      actAs,
      account,
      password,
    });
  }));
  assertThrows(() => encodePlain({ actAs: "", account: "bob", password: "a\0b" }), TypeError);
});

Deno.test("An encoded IRCV3BEARER message is decoded unchanged", () => {
  const text = fc.string({ unit: "grapheme" }).map((text) => text.replaceAll("\0", "x"));
  const part = text.filter((text) => text !== "");
  fc.assert(fc.property(text, part, part, (account, type, token) => {
    assertEquals(decodeBearer(encodeBearer({ account, type, token })), { account, type, token });
  }));
  for (const parts of [["bob", "", "x"], ["bob", "t", ""], ["b\0b", "t", "x"]] as const) {
    const [account, type, token] = parts;
    assertThrows(() => encodeBearer({ account, type, token }), TypeError);
  }
});

Deno.test("A message that is no IRCV3BEARER message is malformed", async () => {
  for (const message of ["", "bob", "bob\0t", "bob\0t\0", "bob\0\0x", "bob\0t\0x\0", "\0\0"]) {
    const server = createSaslServer("IRCV3BEARER", verifier);
    assertEquals(await server.step(toUtf8(message)), { status: "failure", reason: "malformed" });
  }
});

for (const mechanism of SASL_MECHANISMS) {
  Deno.test(`${mechanism} accepts a client that proves the account`, async () => {
    const client = clientOf(mechanism, { account: "bob", password: "correct horse" });
    const server = createSaslServer(mechanism, verifier);
    assertEquals(await converse(client, server), { status: "success", account: "bob" });
    assert(client.serverVerified);
  });

  Deno.test(`${mechanism} refuses an unknown account exactly as a wrong password`, async () => {
    const attempts = [{ account: "alice", password: "correct horse" }];
    if (mechanism !== "EXTERNAL") attempts.push({ account: "bob", password: "wrong" });
    for (const attempt of attempts) {
      const server = createSaslServer(mechanism, verifier);
      assertEquals(await converse(clientOf(mechanism, attempt), server), WRONG);
    }
  });

  Deno.test(`${mechanism} never throws, whatever the message`, async () => {
    const messages = fc.array(
      fc.oneof(
        fc.uint8Array(),
        fc.constantFrom("n,,n=bob,r=x", "c=biws,r=x,p=AAAA", "", "\0bob\0").map(toUtf8),
      ),
      { maxLength: 4 },
    );
    await fc.assert(fc.asyncProperty(messages, async (given) => {
      const server = createSaslServer(mechanism, verifier);
      for (const message of given) await server.step(message);
      const client = clientOf(mechanism, { account: "bob", password: "x" });
      for (const message of given) await client.respond(message);
    }));
  });
}

Deno.test("SCRAM-SHA-256 produces the messages of the example in RFC 7677", async () => {
  const nonce = "rOprNGfwEbeRWgbNEkqO";
  const serverNonce = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
  const credentials = await deriveScramCredentials("pencil", {
    salt: fromBase64("W22ZaJ0SNY7soEsUEjb6gQ==") ?? NOTHING,
    iterations: 4096,
  });
  const client = new ScramClient({ account: "user", password: "pencil", nonce });
  const server = new ScramServer(
    { findScramCredentials: (account) => Promise.resolve({ account, credentials }) },
    { nonce: serverNonce },
  );
  const said: (string | undefined)[] = [];
  let challenge: Uint8Array = NOTHING;
  for (let round = 0; round < 2; round++) {
    const response = await client.respond(challenge);
    assert(response instanceof Uint8Array);
    const step = await server.step(response);
    assert(step.status === "challenge");
    challenge = step.data;
    said.push(fromUtf8(response), fromUtf8(step.data));
  }
  assertEquals(said, [
    `n,,n=user,r=${nonce}`,
    `r=${nonce}${serverNonce},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096`,
    `c=biws,r=${nonce}${serverNonce},p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=`,
    "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
  ]);
});

Deno.test("SCRAM makes the same proof where a browser has no SubtleCrypto", async () => {
  const hashes = async () => {
    const [key, salt] = [toUtf8("key"), toUtf8("salt")];
    const { pbkdf2, hmac, sha256 } = await hashing();
    const long = await pbkdf2(key, { salt, iterations: 4096, length: 32 });
    return [long, await hmac(key, toUtf8("text")), await sha256(key)];
  };
  const expected = await hashes();
  Object.defineProperty(crypto, "subtle", { value: undefined, configurable: true });
  try {
    assertEquals(await hashes(), expected);
  } finally {
    Reflect.deleteProperty(crypto, "subtle");
  }
});

Deno.test("A SCRAM client refuses a server that does not know the password", async () => {
  const client = new ScramClient({ account: "bob", password: "correct horse", nonce: "abc" });
  await client.respond(NOTHING);
  await client.respond(toUtf8(`r=abcdef,s=${toBase64(kept.salt)},i=4096`));
  const response = await client.respond(toUtf8(`v=${toBase64(new Uint8Array(32))}`));
  assert("refused" in response);
  assert(!client.serverVerified);
});

Deno.test("A SCRAM client refuses a foreign nonce, too few and too many iterations", async () => {
  for (const first of ["r=abc,s=AAAA,i=4096", "r=xyzabc,s=AAAA,i=4096", "r=abcd,s=AAAA,i=1"]) {
    const client = new ScramClient({ account: "bob", password: "x", nonce: "abc" });
    await client.respond(NOTHING);
    assert("refused" in await client.respond(toUtf8(first)), first);
  }
  const client = new ScramClient({ account: "bob", password: "x", nonce: "abc" });
  await client.respond(NOTHING);
  assert("refused" in await client.respond(toUtf8("r=abcd,s=AAAA,i=2000000000")));
});

Deno.test("A client that wants to act as another account is refused", async () => {
  const plain = createSaslServer("PLAIN", verifier);
  assertEquals(await plain.step(toUtf8("alice\0bob\0correct horse")), WRONG);
  const scram = createSaslServer("SCRAM-SHA-256", verifier);
  assertEquals(await scram.step(toUtf8("n,a=alice,n=bob,r=abc")), WRONG);
});

Deno.test("A SCRAM proof for another header or nonce is refused", async () => {
  const changes: ((proof: string) => string)[] = [
    (proof) => proof.replace("c=biws", "c=eSws"),
    (proof) => proof.replace(",r=abc", ",r=abd"),
  ];
  for (const change of changes) {
    const client = new ScramClient({ account: "bob", password: "correct horse", nonce: "abc" });
    const server = new ScramServer(verifier);
    const first = await client.respond(NOTHING);
    assert(first instanceof Uint8Array);
    const challenge = await server.step(first);
    assert(challenge.status === "challenge");
    const proof = await client.respond(challenge.data);
    assert(proof instanceof Uint8Array);
    const changed = change(fromUtf8(proof) ?? "");
    assertEquals(await server.step(toUtf8(changed)), { status: "failure", reason: "malformed" });
  }
});

Deno.test("A SCRAM server accepts no message after a failure", async () => {
  const server = new ScramServer(verifier);
  await server.step(toUtf8("nonsense"));
  assertEquals(await server.step(toUtf8("n,,n=bob,r=abc")), {
    status: "failure",
    reason: "malformed",
  });
});

Deno.test("An account's name may contain a comma and an equals sign", async () => {
  const client = createSaslClient("SCRAM-SHA-256", { account: "a,b=c", password: "x" });
  const asked: string[] = [];
  const server = new ScramServer({
    findScramCredentials: (account) => {
      asked.push(account);
      return Promise.resolve({ account, credentials: kept });
    },
  });
  await converse(client, server);
  assertEquals(asked, ["a,b=c"]);
});

Deno.test("An unknown account gets the same salt every time", async () => {
  const one = await decoyScramCredentials("eve", secret);
  assertEquals((await decoyScramCredentials("eve", secret)).salt, one.salt);
  assert(toBase64((await decoyScramCredentials("eva", secret)).salt) !== toBase64(one.salt));
});

Deno.test("Only the implemented mechanisms are names of mechanisms", () => {
  assert(isSaslMechanism("PLAIN"));
  assert(!isSaslMechanism("plain"));
  assert(!isSaslMechanism("ANONYMOUS"));
});
