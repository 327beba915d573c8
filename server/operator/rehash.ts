import { messageOf } from "../../protocol/errors.ts";
import { announceOffer } from "../replies/capabilities.ts";
import { type Listener, renewCertificate } from "../listeners/mod.ts";
import type { ServeDependencies } from "../running.ts";
import type { Server } from "../server.ts";

/** Options for {@linkcode rehash}. */
export interface RehashOptions {
  readonly reload: ServeDependencies["reload"];
  readonly listeners: readonly Listener[];
}

/**
 * Reads the settings and the TLS certificate again, without ending any connection. Returns a
 * sentence about the result, for the one who asked. Never throws.
 */
export function rehash(
  server: Server,
  { reload, listeners }: RehashOptions,
): string {
  if (reload === undefined) {
    return "Settings unchanged: this server has no settings to read again";
  }
  let kept: readonly string[];
  try {
    const again = reload();
    kept = again.kept;
    const before = server.options;
    server.options = again.options;
    announceOffer(server, before);
  } catch (error) {
    const why = messageOf(error);
    server.log.warn("Settings cannot be read again and stay as they are", { why });
    return `Settings unchanged: ${why}`;
  }
  const unchanged = kept.join(", ");
  server.log.info("Settings were read again", kept.length === 0 ? {} : { unchanged });
  const result = kept.length === 0
    ? "The new settings are in use"
    : `The new settings are in use, except ${unchanged}, which need a restart`;
  try {
    if (renewCertificate(listeners, server.options)) {
      server.log.info("The TLS certificate was read again");
    }
  } catch (error) {
    const why = messageOf(error);
    server.log.error("The TLS certificate cannot be renewed", { why });
    return `${result}, but the TLS certificate stays as it was: ${why}`;
  }
  return result;
}
