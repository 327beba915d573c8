import type { Cluster, Joined, Recorded } from "./cluster/mod.ts";
import { createLog, type Log } from "./operator/log.ts";
import { Admission } from "./session/admission.ts";
import { AccountStore } from "./accounts/account_store.ts";
import { Accounts } from "./accounts/accounts.ts";
import { takeConsequences } from "./accounts/consequences.ts";
import { ServerPasswords } from "./accounts/attempts/server_passwords.ts";
import { enterChannel, welcomeToChannel } from "./replies/channel.ts";
import { describeRefusedLine, runCommand } from "./commands/mod.ts";
import { Delivery } from "./delivery/delivery.ts";
import { tellUsers } from "./delivery/messages.ts";
import { revokeLost } from "./delivery/revoke_lost.ts";
import { openHistory } from "./history/mod.ts";
import type { Journal } from "./journal/journal.ts";
import { LocalJournal } from "./journal/local.ts";
import type { Stations } from "./journal/stations.ts";
import { type Listener, type ListenerHost, openListeners } from "./listeners/mod.ts";
import { PendingSockets } from "./listeners/pending_sockets.ts";
import type { Entry } from "./network/events.ts";
import { idSource, timeOfSequence } from "./network/ids.ts";
import { Network } from "./network/network.ts";
import type { ServerOptions } from "./options/mod.ts";
import { networkPrefix } from "./io/network_prefix.ts";
import { TickOutput } from "./io/tick_output.ts";
import { consoleOf } from "./operator/console_target.ts";
import { reportClock } from "./operator/clock.ts";
import { DatabaseFailures } from "./operator/database_failures.ts";
import { SummedLog } from "./operator/summed_log.ts";
import { sharedPartsOf } from "./operator/shared_parts.ts";
import { rehash } from "./operator/rehash.ts";
import { endSessionsOf } from "./operator/remove_user.ts";
import type { RunningServer, ServeDependencies } from "./running.ts";
import type { Server } from "./server.ts";
import { Sessions } from "./session/sessions.ts";
import { explainLoading } from "./store/errors.ts";
import { databasePath, openStore } from "./store/mod.ts";
import { ChannelStore } from "./store/channels.ts";
import { endMembership } from "./store/membership.ts";
import { MetadataStore } from "./store/metadata.ts";
import { restoreNetwork } from "./store/restore.ts";
import { Sweeper } from "./session/sweeper.ts";
import { Tick } from "./io/tick.ts";
import { Turns } from "./io/turns.ts";
import { SharedBudgets } from "./budgets/shared_budgets.ts";
import { readPageFiles } from "./web/files.ts";
import { listenWeb } from "./web/listener.ts";

/** How long a closing server waits for clients to hang up, in milliseconds. */
const GOODBYE_MS = 2000;

/** The page for browsers as it was built. */
const PAGE_FOLDER = new URL("../dist/page/", import.meta.url);

/**
 * Starts a server and resolves once it listens.
 *
 * Throws an Error that names the address when it cannot listen, one that names the file when a
 * certificate or the database cannot be read, and one that names the cluster if it cannot join that.
 */
export async function serve(
  options: ServerOptions,
  dependencies: ServeDependencies = {},
): Promise<RunningServer> {
  const listeners: Listener[] = [];
  let failure: Error | undefined;
  // Undefined while the server starts, which ends by the error of what has failed.
  let close: RunningServer["close"] | undefined = undefined;
  const end = (error: Error, reason = "The server's database is damaged") => {
    failure = error;
    void close?.(reason);
  };
  const log = dependencies.log ?? createLog({ ...options.log, write: () => {} });
  const clustering = await clusteringOf(options, log);
  const assembled = assemble(options, { ...dependencies, log, listeners, end, clustering });
  const { server, tick, cluster } = assembled;
  const { summedLog } = server;
  const pending = pendingSocketsOf(server);
  const host = listenerHostOf(server, pending);
  listeners.push(...await start(assembled, { ...dependencies, host }));
  const admission = new Admission({ server, pending });
  const sweeper = new Sweeper(server);
  const accepting = listeners.map((listener) =>
    listener.run((transport) => admission.admit(transport))
  );
  const { promise: closed, resolve } = Promise.withResolvers<Error | undefined>();
  let closing = false;
  close = async (reason) => {
    if (closing) return void await closed;
    closing = true;
    server.log.info("Closing", { reason });
    sweeper.stop();
    for (const listener of listeners) {
      if (listener.drain === undefined) listener.close();
      else listener.drain();
    }
    await endSessions({ server, tick }, reason);
    await cluster?.leave();
    await tick.next();
    for (const listener of listeners) listener.close();
    await Promise.all(accepting);
    summedLog.close();
    closeDatabase(server);
    resolve(failure);
  };
  const addresses = listeners.map(({ host, port, kind }) => ({ host, port, kind }));
  const { name, network, data } = options;
  server.log.info("Serving", { name, network, data });
  return {
    addresses,
    close,
    closed,
    console: consoleOf(server, { close }),
  };
}

/** Joins the cluster and opens the listeners; if it cannot do so, nothing is left open. */
async function start(
  { server, cluster }: Assembled,
  dependencies: ServeDependencies & { readonly host: ListenerHost },
): Promise<Listener[]> {
  try {
    await cluster?.start(sharedPartsOf(server));
    return openAll(server, dependencies);
  } catch (error) {
    await cluster?.leave();
    closeDatabase(server);
    throw error;
  }
}

/** Opens the listeners of the options; that of the page follows the settings as REHASH changes them. */
function openAll(
  server: Server,
  { pageFolder = PAGE_FOLDER, host }: ServeDependencies & { readonly host: ListenerHost },
): Listener[] {
  const { options, log } = server;
  return openListeners(options, {
    host,
    wrapWeb: (listener) =>
      listenWeb(listener, {
        files: readPageFiles(pageFolder),
        settings: () => server.options.web ?? options.web!,
      }),
    warn: (why) => log.warn("The page for browsers is not served", { why }),
  });
}

/** Counts the sockets without a session, which share the limit of their address with sessions. */
function pendingSocketsOf(server: Server): PendingSockets {
  return new PendingSockets({
    sessionsFrom: (address) => server.sessions.countFrom(address),
    perAddress: () => server.options.limits.connectionsPerAddress,
  });
}

function listenerHostOf(server: Server, pending: PendingSockets): ListenerHost {
  return {
    pending,
    mayConnect: (address) => server.budgets.mayConnect(networkPrefix(address)),
    isProxy: (address) => server.options.access.trustedProxies.has(address),
    handshakeTimeout: () => server.options.limits.handshakeTimeout,
    report: (problem, fields) => server.summedLog.warn(problem, fields),
  };
}

/** Ends every session; resolves when the last one is gone and its QUIT is committed. */
async function endSessions(
  { server: { sessions }, tick }: Pick<Assembled, "server" | "tick">,
  reason: string,
): Promise<void> {
  for (const session of [...sessions.all]) session.end(reason);
  tick.request();
  const cutting = setTimeout(() => {
    for (const { connection } of [...sessions.all]) connection.abort();
  }, GOODBYE_MS);
  await sessions.empty();
  await tick.next();
  clearTimeout(cutting);
}

function closeDatabase({ history, store, databaseFailed }: Server): void {
  history.close();
  try {
    store.close();
  } catch (error) {
    if (!databaseFailed(error)) throw error;
  }
}

interface Assembled {
  readonly server: Server;
  readonly tick: Tick;
  /** Undefined for a server that is a network of its own. */
  readonly cluster: Cluster | undefined;
}

/** The module of a cluster, which only a node of one loads, and what that node has joined. */
type Clustering = Pick<typeof import("./cluster/mod.ts"), "Cluster" | "Recorded"> & {
  readonly joined: Joined;
};

/** Joins the network of a cluster if the options name one. */
async function clusteringOf(options: ServerOptions, log: Log): Promise<Clustering | undefined> {
  const { cluster } = options;
  if (cluster === undefined) return undefined;
  const { joinNetwork, Cluster, Recorded } = await import("./cluster/mod.ts");
  return { Cluster, Recorded, joined: await joinNetwork({ options, cluster, log }) };
}

/** Makes the parts of a server and connects them; its listeners are opened later. */
function assemble(
  options: ServerOptions,
  { log, reload, listeners, end, clustering }: Pick<ServeDependencies, "reload"> & {
    readonly log: Log;
    readonly listeners: readonly Listener[];
    /** Ends the server because of an error; the clients are sent the reason. */
    readonly end: (error: Error, reason?: string) => void;
    readonly clustering: Clustering | undefined;
  },
): Assembled {
  const now = () => Date.now();
  const tick = new Tick(() => {
    turns.next((isBehind) => {
      journal.commit();
      output.flush({ isBehind });
    });
  });
  const turns = new Turns({ requestTick: tick.request, requestLater: tick.requestLater });
  const output = new TickOutput(tick.request);
  const budgets = new SharedBudgets({ limits: () => server.options.limits, now });
  const sessions = new Sessions();
  const delivery = new Delivery({
    output,
    sessions,
    serverName: options.name,
    welcomeToChannel: (channel, session) => welcomeToChannel(server, session, channel),
    enterChannel: (channel, session) => enterChannel(server, session, channel),
  });
  const network = new Network({ whowasEntries: options.limits.whowasEntries });
  const path = databasePath(options.data);
  const databaseFailed = new DatabaseFailures({ log, path, end }).report;
  const { recorded, ...database } = openDatabase(options, {
    network,
    log,
    now,
    current: () => server.options,
    append: (event, origin) => journal.append(event, origin),
    databaseFailed,
    clustering,
  });
  const { recorder } = database.history;
  const newest = recorder.lastSequence === 0 ? undefined : timeOfSequence(recorder.lastSequence);
  reportClock(log, { now: now(), newest });
  const stations: Stations = {
    network,
    delivery,
    recorder,
    requestTick: tick.request,
    onApplied: (entry, effect) => takeConsequences(server, entry, effect),
  };
  const onLost = (entries: readonly Entry[]) => revokeLost(server, entries);
  const cluster = recorded && clustering && new clustering.Cluster(recorded, {
    ...stations,
    ...clustering.joined,
    options: options.cluster!,
    log,
    now,
    onLost,
    onFailure: (error, event) => {
      if (databaseFailed(error)) return recorded.stop(error);
      const why = error instanceof Error ? error.stack : String(error);
      log.error("An event of the network failed; this is a bug", { event, why });
    },
    tellUsers: (text) => tellUsers(delivery, text, now()),
    endSessions: (user, removal) => endSessionsOf(server, user, removal),
    onBroken: (error) => end(error, "The server has lost its network"),
  });
  const journal = cluster?.journal ?? new LocalJournal({ ...stations, log, now, onLost });
  const server: Server = {
    options,
    network,
    journal,
    sessions,
    delivery,
    output,
    turns,
    budgets,
    ...database,
    databaseFailed,
    passwords: new ServerPasswords({ limit: () => server.options.limits.loginAttempts }),
    log,
    summedLog: new SummedLog({ log }),
    now,
    newId: cluster?.journal.newId ?? idSource(),
    peers: cluster?.peers,
    startedAt: now(),
    rehash: () => rehash(server, { reload, listeners }),
    run: (session, message) => runCommand(server, session, message),
    refuse: describeRefusedLine,
  };
  return { server, tick, cluster };
}

/** The parts that use the database. */
type Database = Pick<Server, "store" | "accounts" | "history"> & {
  /** What a node of a cluster has recorded of its log. */
  readonly recorded: Recorded | undefined;
};

/** Opens the database and restores what it keeps of the network. */
function openDatabase(
  { data, fsync, name }: ServerOptions,
  { network, log, now, current, append, databaseFailed, clustering }: {
    readonly network: Network;
    readonly log: Log;
    readonly now: () => number;
    /** The current options, which REHASH replaces. */
    readonly current: () => ServerOptions;
    readonly append: Journal["append"];
    readonly databaseFailed: (error: unknown) => boolean;
    readonly clustering: Clustering | undefined;
  },
): Database {
  try {
    const store = clustering?.joined.store ?? openStore({ data, fsync, log });
    const { db } = store;
    const writePending = () => {
      if (accountStore.changed) history.recorder.writePending();
      return !accountStore.changed;
    };
    const accounts = new Accounts({
      db,
      network,
      options: current,
      log,
      now,
      append,
      writePending,
    });
    const accountStore = new AccountStore(db);
    const channels = new ChannelStore(db);
    const metadata = new MetadataStore(db);
    const recorded = clustering && new clustering.Recorded(db);
    // A node restores the whole state from its snapshot and the log of its network.
    if (recorded === undefined) {
      if (endMembership(db)) log.warn("This node of a cluster is a server of its own from now on");
      restoreNetwork(network, db);
    }
    const history = openHistory({
      store,
      network,
      participants: [
        accountStore,
        channels,
        metadata,
        ...(recorded === undefined ? [] : [recorded]),
      ],
      usersStay: recorded !== undefined,
      log,
      serverName: name,
      options: () => current().history,
      now,
      onFailure: (error) => {
        databaseFailed(error);
        recorded?.stop(error);
      },
    });
    return { store, accounts, history, recorded };
  } catch (error) {
    throw explainLoading(error, databasePath(data));
  }
}
