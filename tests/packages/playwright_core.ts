export { chromium } from "npm:playwright-core@1.65.1";
export type {
  Browser,
  BrowserContext,
  CDPSession,
  Locator,
  Page,
  WebSocketRoute,
} from "npm:playwright-core@1.65.1";
