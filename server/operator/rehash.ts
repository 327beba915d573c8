import { messageOf } from "../../protocol/errors.ts";
import { offeredCapabilities } from "../session/capabilities.ts";
import { announceOffer } from "../commands/connection/cap.ts";
import { type Listener, renewCertificate } from "../io/listeners.ts";
import type { ServeDependencies } from "../running.ts";
import type { Server } from "../server.ts";

/** Options for {@linkcode rehash}. */
export interface RehashOptions {
  readonly reload: ServeDependencies["reload"];
  readonly listeners: readonly Listener[];
}

/**
 * Reads the settings again, and the TLS certificate, which is thus renewed while everybody stays.
 * Resolves to a sentence on what came of it, for whoever asked. Never throws.
 */
export async function rehash(
  server: Server,
  { reload, listeners }: RehashOptions,
): Promise<string> {
  if (reload === undefined) {
    return "Settings unchanged: this server was started without settings to read again";
  }
  let kept: readonly string[];
  try {
    const again = reload();
    kept = again.kept;
    const offered = offeredCapabilities(server.options);
    server.options = again.options;
    announceOffer(server, offered);
  } catch (error) {
    const why = messageOf(error);
    server.log.warn("Settings cannot be read again and stay", { why });
    return `Settings unchanged: ${why}`;
  }
  const unchanged = kept.join(", ");
  server.log.info("Settings were read again", kept.length === 0 ? {} : { unchanged });
  const held = kept.length === 0
    ? "The new settings hold"
    : `The new settings hold, those of ${unchanged} after a restart only`;
  try {
    if (await renewCertificate(listeners, server.options)) {
      server.log.info("The TLS certificate was read again");
    }
  } catch (error) {
    const why = messageOf(error);
    server.log.error("The TLS certificate cannot be renewed", { why });
    return `${held}, but the TLS certificate stays as it was: ${why}`;
  }
  return held;
}
