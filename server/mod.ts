import { createLog } from "./operator/log.ts";
import { Admission } from "./session/admission.ts";
import { Accounts } from "./accounts/accounts.ts";
import { welcomeToChannel } from "./replies/channel.ts";
import { describeRefusedLine, runCommand } from "./commands/mod.ts";
import { Delivery } from "./delivery/delivery.ts";
import { takeBack } from "./delivery/lost.ts";
import { openHistory } from "./history/mod.ts";
import { LocalJournal } from "./journal/local.ts";
import { type Listener, openListeners } from "./io/listeners.ts";
import { idSource } from "./network/ids.ts";
import { Network } from "./network/network.ts";
import type { ServerOptions } from "./options/mod.ts";
import { Outbox } from "./io/outbox.ts";
import { consoleOf } from "./operator/console_target.ts";
import { rehash } from "./operator/rehash.ts";
import type { RunningServer, ServeDependencies } from "./running.ts";
import type { Server } from "./server.ts";
import { Sessions } from "./session/sessions.ts";
import { explain } from "./store/errors.ts";
import { databasePath, openStore } from "./store/mod.ts";
import { ChannelStore } from "./store/channels.ts";
import { MetadataStore } from "./store/metadata.ts";
import { Sweeper } from "./session/sweeper.ts";
import { Tick } from "./io/tick.ts";

/** How long clients that do not hang up keep a closing server, in milliseconds. */
const GOODBYE_MS = 2000;

/**
 * Starts a server and resolves once it listens.
 *
 * Throws an Error that names the address when it cannot listen, and one that names the file
 * when a certificate cannot be read.
 */
export function serve(
  options: ServerOptions,
  dependencies: ServeDependencies = {},
): Promise<RunningServer> {
  const listeners: Listener[] = [];
  const { server, tick, stop } = explaining(
    options,
    () => assemble(options, { ...dependencies, listeners }),
  );
  listeners.push(...openOrClose(server, () => openListeners(options)));
  const admission = new Admission(server);
  const sweeper = new Sweeper(server);
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  const accepting = listeners.map((listener) =>
    listener.run((transport) => admission.admit(transport).then(tick.request))
  );
  let closing = false;
  const close = async (reason: string): Promise<void> => {
    if (closing) return closed;
    closing = true;
    server.log.info("Closing", { reason });
    sweeper.stop();
    for (const listener of listeners) listener.close();
    for (const session of [...server.sessions.all]) session.end(reason);
    tick.request();
    const patience = setTimeout(() => {
      for (const { connection } of [...server.sessions.all]) connection.cut();
    }, GOODBYE_MS);
    await Promise.all(accepting);
    await stop();
    clearTimeout(patience);
    server.history.close();
    server.store.close();
    resolve();
  };
  const addresses = listeners.map(({ host, port, kind }) => ({ host, port, kind }));
  const { name, network, data } = options;
  server.log.info("Serving", { name, network, data });
  return Promise.resolve({ addresses, close, closed, console: consoleOf(server, close) });
}

/** What the database says while it is read for the first time, in words for its operator. */
function explaining<T>({ data }: ServerOptions, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw explain(error, databasePath(data));
  }
}

/** Does what may throw at the start; closes the store where it does. */
function openOrClose<T>({ history, store }: Server, open: () => T): T {
  try {
    return open();
  } catch (error) {
    history.close();
    store.close();
    throw error;
  }
}

interface Assembled {
  readonly server: Server;
  readonly tick: Tick;
  /** Resolves when the last session is gone and what it left is committed. */
  readonly stop: () => Promise<void>;
}

/** Puts the parts together; nothing is open yet. */
function assemble(
  options: ServerOptions,
  { log, reload, listeners }: ServeDependencies & { readonly listeners: readonly Listener[] },
): Assembled {
  const now = () => Date.now();
  const tick = new Tick(() => {
    journal.commit();
    outbox.flush();
    ticked?.();
  });
  let ticked: (() => void) | undefined;
  const outbox = new Outbox(tick.request);
  const sessions = new Sessions((channel, session) => welcomeToChannel(server, session, channel));
  const delivery = new Delivery({ outbox, sessions, serverName: options.name });
  const network = new Network({ whowasEntries: options.limits.whowasEntries });
  const theLog = log ?? createLog({ ...options.log, write: () => {} });
  const store = openStore({ data: options.data, fsync: options.fsync, log: theLog });
  const { db } = store;
  const accounts = new Accounts({ db, options: () => server.options, log: theLog, now });
  const participant = new ChannelStore(db);
  for (const channel of participant.load()) network.restore(channel);
  const metadata = new MetadataStore(db);
  for (const [owner, values] of metadata.load()) network.restoreMetadata(owner, values);
  const history = openHistory({
    store,
    network,
    participants: [participant, metadata],
    log: theLog,
    serverName: options.name,
    options: () => server.options.history,
    now,
  });
  const journal = new LocalJournal({
    network,
    delivery,
    recorder: history.recorder,
    log: theLog,
    now,
    request: tick.request,
    onLost: (entries) => takeBack(server, entries),
  });
  const server: Server = {
    options,
    network,
    journal,
    sessions,
    delivery,
    outbox,
    history,
    store,
    accounts,
    log: theLog,
    now,
    newId: idSource(),
    startedAt: now(),
    rehash: () => rehash(server, { reload, listeners }),
    run: (session, message) => runCommand(server, session, message),
    refuse: describeRefusedLine,
  };
  const stop = async () => {
    await sessions.empty();
    await new Promise<void>((resolve) => {
      ticked = resolve;
      tick.request();
    });
  };
  return { server, tick, stop };
}
