/** People at a real browser: Chromium, driven by Playwright. */

import {
  type Browser,
  type BrowserContext,
  chromium,
  type Locator,
  type Page,
} from "playwright-core";

import { DEADLINE } from "../harness/feed.ts";
import { pathOf, testWith } from "../harness/peers.ts";
import { type Listener, startServer, type TestServer } from "../harness/server.ts";

/** The programs that can be driven, the first that is installed. The shell has no window. */
const PROGRAMS: readonly string[] = ["chromium-headless-shell", "chromium"];
const PROGRAM = PROGRAMS.find((program) => pathOf(program) !== undefined);
/** A name of this machine that the browser takes for that of another one. */
export const OTHER_HOST = "other.test";
/** Root may not use the sandbox; nothing is to be loaded beside the page. */
const FLAGS: readonly string[] = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"],
  ...["--disable-background-networking", "--disable-component-update"],
  `--host-resolver-rules=MAP ${OTHER_HOST} 127.0.0.1`,
];
/** What the browser says of connections that were lost, which a test may want. */
const LOST_CONNECTION = /WebSocket connection to|ERR_CONNECTION|ERR_INTERNET_DISCONNECTED/;
/** What the browser says of a header that counts only with https. */
const NO_HTTPS = /^The Cross-Origin-Opener-Policy header has been ignored/;
/** A window at a desk. */
const DESK = { width: 1280, height: 800 };
/** A small phone. */
export const PHONE = { width: 360, height: 740 };

let browser: Promise<Browser> | undefined;

/** Starts the browser that all tests of a file share. */
function startBrowser(): Promise<Browser> {
  const executablePath = pathOf(PROGRAM ?? "chromium") ?? "chromium";
  return browser ??= chromium.launch({ executablePath, args: [...FLAGS] });
}

/** Closes the browser, if it was started. */
export async function closeBrowser(): Promise<void> {
  const started = browser;
  browser = undefined;
  await (await started)?.close();
}

let shared: Promise<TestServer> | undefined;

/**
 * The server with a page that the tests of a file share. Each test uses rooms of its own, and names
 * of its own for accounts.
 */
export function sharedServer(): Promise<TestServer> {
  return shared ??= startServer({ args: ["--web-port", "0"] });
}

async function closeAll(): Promise<void> {
  const server = shared;
  shared = undefined;
  await closeBrowser();
  await (await server)?.[Symbol.asyncDispose]();
}

let isClosedAtEnd = false;

/**
 * Defines a test with browsers, and perhaps other programs. It is skipped, and says so, where one of
 * them is not installed.
 */
export function testInBrowser(
  name: string,
  fn: () => Promise<void>,
  { programs = [] }: { readonly programs?: readonly string[] } = {},
): void {
  if (!isClosedAtEnd) Deno.test.afterAll(closeAll);
  isClosedAtEnd = true;
  // The browser stays open for the next test.
  const options = { sanitizeOps: false, sanitizeResources: false };
  testWith([PROGRAM ?? "chromium", ...programs], { name, fn, ...options });
}

/** Options for {@linkcode openPage}. */
export interface PageSetup {
  readonly size?: { readonly width: number; readonly height: number };
  readonly colours?: "dark" | "light";
  readonly language?: string;
  /** Whether it is a phone: fingers instead of a mouse. */
  readonly isTouched?: boolean;
  /** Whether connections are lost, of which the browser complains. */
  readonly losesConnections?: boolean;
  /** The name that the page has in the browser, if not that of the server. */
  readonly host?: string;
  /** A script that runs before those of the page. */
  readonly before?: () => void;
}

/** Options for {@linkcode Visitor.enter}. */
export interface EnterSetup {
  readonly room?: string;
  /** Of the account with that name; without it, the person is a guest. */
  readonly password?: string;
  /** Whether the browser keeps who it was. */
  readonly remember?: boolean;
}

/** A person at a browser of their own. Whatever the browser complains of fails the test. */
export class Visitor implements AsyncDisposable {
  readonly page: Page;
  readonly #context: BrowserContext;
  readonly #complaints: string[] = [];
  readonly #losesConnections: boolean;

  constructor(context: BrowserContext, page: Page, { losesConnections = false }: PageSetup) {
    this.#context = context;
    this.page = page;
    this.#losesConnections = losesConnections;
    this.#listen();
  }

  /** The field for messages. */
  get field(): Locator {
    return this.page.locator(".message-field textarea");
  }

  /** The messages in sight that contain a text. */
  messages(text: string | RegExp): Locator {
    return this.page.locator(".message", { hasText: text });
  }

  /** Fills in the form, and waits until the room is there. */
  async enter(name: string, { room = "1", password, remember = false }: EnterSetup = {}) {
    const { page } = this;
    await page.locator("input[name=name]").fill(name);
    await page.locator("input[name=rooms]").fill(room);
    if (password !== undefined) {
      await page.getByRole("radio", { name: "Log in" }).check();
      await page.locator("input[name=password]").fill(password);
    }
    if (remember) await page.getByRole("checkbox").check();
    await page.locator("button[type=submit]").click();
    await this.hasEntered();
  }

  /** Waits until the server has let the person in, and the field for messages is there. */
  async hasEntered(): Promise<void> {
    await this.field.waitFor();
    await this.page.locator(".connection-bar").waitFor({ state: "detached" });
  }

  /** Goes to a conversation that is open. */
  async goTo(title: string): Promise<void> {
    const list = this.page.getByRole("navigation", { name: "Conversations" });
    const opening = this.page.getByRole("button", { name: "Conversations" });
    if (await opening.isVisible()) await opening.click();
    await list.getByText(title, { exact: true }).click();
    await this.page.getByRole("heading", { name: title, level: 1 }).waitFor();
  }

  /** Types a message or /command, and sends it. */
  async say(text: string): Promise<void> {
    await this.field.fill(text);
    await this.field.press("Enter");
  }

  /** Waits until a message with a text is in sight. */
  async hears(text: string | RegExp): Promise<void> {
    await this.messages(text).first().waitFor();
  }

  /** Fails if the browser has complained of something. */
  check(): void {
    if (this.#complaints.length === 0) return;
    throw new Error(`The browser complained:\n${this.#complaints.splice(0).join("\n")}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#context.close();
    this.check();
  }

  #listen(): void {
    const complain = (text: string) => {
      if (this.#losesConnections && LOST_CONNECTION.test(text)) return;
      if (NO_HTTPS.test(text)) return;
      this.#complaints.push(text);
    };
    this.page.on("console", (message) => {
      // Violations of the content security policy are errors, too.
      if (message.type() === "error" || message.type() === "warning") complain(message.text());
    });
    this.page.on("pageerror", (error) => complain(error.stack ?? error.message));
    this.page.on("crash", () => complain("The page has crashed"));
  }
}

/** A server that has the page. */
interface PageServer {
  readonly page: Pick<Listener, "host" | "port" | "kind">;
}

/** The address of the page of a server. */
export function addressOf({ page: { host, port, kind } }: PageServer): string {
  return `${kind}://${host}:${port}/`;
}

/** Opens the page of a server in a browser of its own. */
export async function openPage(server: PageServer, setup: PageSetup = {}): Promise<Visitor> {
  const visitor = await startVisitor(setup);
  const address = new URL(addressOf(server));
  address.hostname = setup.host ?? address.hostname;
  await visitor.page.goto(address.href);
  return visitor;
}

/** Starts a browser of its own for a person who has opened nothing yet. */
export async function startVisitor(setup: PageSetup = {}): Promise<Visitor> {
  const { size = DESK, colours = "dark", language = "en-GB", isTouched = false } = setup;
  const context = await (await startBrowser()).newContext({
    viewport: size,
    colorScheme: colours,
    locale: language,
    hasTouch: isTouched,
    isMobile: isTouched,
  });
  context.setDefaultTimeout(DEADLINE);
  if (setup.before !== undefined) await context.addInitScript(setup.before);
  return new Visitor(context, await context.newPage(), setup);
}
