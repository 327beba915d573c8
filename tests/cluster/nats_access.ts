import { nkeys } from "@nats-io/transport-node";

/** A pair of keys of NATS: those of an operator, an account or a user. */
type Keys = ReturnType<typeof nkeys.createUser>;

const encoder = new TextEncoder();
/** JetStream's limits of an account: none. */
const NO_LIMITS = { mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1 };
const NO_CORE_LIMITS = { subs: -1, data: -1, payload: -1, conn: -1, imports: -1, exports: -1 };

/** A token by which one pair of keys says something of another one. */
async function sign(
  issuer: Keys,
  { subject, name, nats }: {
    readonly subject: Keys;
    readonly name: string;
    readonly nats: Record<string, unknown>;
  },
): Promise<string> {
  const claims = {
    iat: Math.floor(Date.now() / 1000),
    iss: issuer.getPublicKey(),
    sub: subject.getPublicKey(),
    name,
    nats: { version: 2, ...nats },
  };
  const digest = await crypto.subtle.digest("SHA-256", encoder.encode(JSON.stringify(claims)));
  const header = base64Url(encoder.encode('{"typ":"JWT","alg":"ed25519-nkey"}'));
  const payload = { ...claims, jti: base64Url(new Uint8Array(digest)) };
  const text = `${header}.${base64Url(encoder.encode(JSON.stringify(payload)))}`;
  return `${text}.${base64Url(issuer.sign(encoder.encode(text)))}`;
}

function base64Url(bytes: Uint8Array): string {
  return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
}

/** Settings by which a nats-server lets in only those with credentials, and such credentials. */
export interface NatsAccess {
  /** The text of nats-server's settings. */
  readonly settings: string;
  /** The text of a file of credentials. */
  readonly credentials: string;
}

/** Makes an operator of NATS with a user whose account has JetStream. */
export async function makeAccess(): Promise<NatsAccess> {
  const operator = nkeys.createOperator();
  const [system, account, user] = [
    nkeys.createAccount(),
    nkeys.createAccount(),
    nkeys.createUser(),
  ];
  const token = await sign(operator, {
    subject: operator,
    name: "operator",
    nats: { type: "operator", system_account: system.getPublicKey() },
  });
  const accounts = await Promise.all([system, account].map((subject) => {
    const jetStream = subject === account ? NO_LIMITS : {};
    const limits = { ...NO_CORE_LIMITS, leaf: -1, wildcards: true, ...jetStream };
    return sign(operator, { subject, name: "account", nats: { type: "account", limits } });
  }));
  const access = await sign(account, {
    subject: user,
    name: "chat",
    nats: { type: "user", subs: -1, data: -1, payload: -1, pub: {}, sub: {} },
  });
  const settings = [
    `operator: ${token}`,
    `system_account: ${system.getPublicKey()}`,
    "resolver: MEMORY",
    "resolver_preload: {",
    `  ${system.getPublicKey()}: ${accounts[0]}`,
    `  ${account.getPublicKey()}: ${accounts[1]}`,
    "}",
  ];
  const seed = new TextDecoder().decode(user.getSeed());
  const credentials = [
    ...["-----BEGIN NATS USER JWT-----", access, "------END NATS USER JWT------", ""],
    ...["-----BEGIN USER NKEY SEED-----", seed, "------END USER NKEY SEED------", ""],
  ];
  return { settings: settings.join("\n"), credentials: credentials.join("\n") };
}
