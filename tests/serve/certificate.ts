/** A self-signed certificate for 127.0.0.1, ::1, 0.0.0.0 and localhost. */
export class Certificate implements AsyncDisposable {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  get cert(): string {
    return `${this.folder}/cert.pem`;
  }

  get key(): string {
    return `${this.folder}/key.pem`;
  }

  get flags(): string[] {
    return ["--tls-port", "0", "--tls-cert", this.cert, "--tls-key", this.key];
  }

  static async make(): Promise<Certificate> {
    const made = new Certificate(await Deno.makeTempDir({ prefix: "chat-tls-" }));
    await made.renew();
    return made;
  }

  /** Replaces certificate and key by new ones. */
  async renew(): Promise<void> {
    const args = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];
    args.push("-nodes", "-days", "2", "-subj", "/CN=localhost");
    args.push("-addext", "subjectAltName=IP:127.0.0.1,IP:::1,IP:0.0.0.0,DNS:localhost");
    // TLS libraries refuse a server certificate that says it is an authority, the default here.
    args.push("-addext", "basicConstraints=critical,CA:FALSE");
    args.push("-keyout", this.key, "-out", this.cert);
    const { success, stderr } = await new Deno.Command("openssl", { args }).output();
    if (!success) throw new Error(`openssl: ${new TextDecoder().decode(stderr)}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.folder, { recursive: true });
  }
}
