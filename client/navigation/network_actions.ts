import { casefold } from "../../protocol/names.ts";
import { currentTarget, type ScreenActions } from "../commands/mod.ts";
import { nameTaken } from "../format/entry_problems.ts";
import { SERVER_KEY } from "../model/mod.ts";
import type { Network, Networks, NetworkSetup } from "../networks.ts";
import type { SessionEnd } from "../session/options.ts";
import { t } from "../texts/mod.ts";
import type { Navigator } from "./navigator.ts";

/** Options for {@linkcode networkActions}. */
export interface NetworkActionsOptions {
  readonly networks: Networks;
  /** The network that the command was typed to. */
  readonly network: Network;
  /** Throws an Error whose message says why there is no such network. */
  readonly setUp: (words: readonly string[]) => NetworkSetup;
  readonly navigator: () => Navigator;
  readonly quit: (reason: string | undefined) => void;
}

/** What the commands for networks do. */
export function networkActions(options: NetworkActionsOptions): ScreenActions {
  const { networks, network: own, navigator, quit } = options;
  return {
    connect(words) {
      // Without a name, it is the network that the command was typed to.
      const setup = words.length === 0
        ? own.setup
        : findEnded(networks, words) ?? options.setUp(words);
      const known = networks.find(setup.id);
      if (known?.chat.connectNow() === true) return;
      if (known !== undefined && known.end === undefined) {
        throw new Error(t("You are on {network} already", { network: setup.id }));
      }
      const network = networks.add(setup);
      networks.start(network);
      navigator().open(network, currentTarget(network.chat.state));
    },
    disconnect(args) {
      const named = findByName(networks, args.words[0]);
      const network = named ?? own;
      if (network.end !== undefined) {
        throw new Error(t("You are not on {network}", { network: network.id }));
      }
      network.chat.quit((named === undefined ? args.text : args.after(1)) || undefined);
    },
    close(target) {
      const { state } = own.chat;
      const key = target === undefined ? SERVER_KEY : casefold(target.name, state.caseMapping);
      if (!state.conversations.has(key)) {
        throw new Error(t("There is no conversation “{name}”", { name: target?.name ?? "" }));
      }
      if (target === undefined && own.end === undefined) {
        throw new Error(
          t("You are connected to {network}: /disconnect first", { network: own.id }),
        );
      }
      if (target === undefined && networks.all.length === 1) {
        throw new Error(t("This is the only network: /quit leaves"));
      }
      navigator().goFrom({ network: own.id, key });
      if (target !== undefined) own.chat.close(target);
      else networks.remove(own);
    },
    describeNetworks: () => networks.all.map(describe).join("\n"),
    quit,
  };
}

/** A network by its name, its address, or what it calls itself. */
export function findByName(networks: Networks, name: string | undefined): Network | undefined {
  if (name === undefined) return undefined;
  const wanted = name.toLowerCase();
  return networks.all.find(({ id }) => id.toLowerCase() === wanted) ??
    networks.all.find(({ chat }) => chat.state.network?.toLowerCase() === wanted);
}

function findEnded(networks: Networks, words: readonly string[]): NetworkSetup | undefined {
  const known = words.length === 1 ? findByName(networks, words[0]) : undefined;
  return known?.end === undefined ? undefined : known.setup;
}

function describe({ id, chat, end }: Network): string {
  const { state } = chat;
  const status = {
    connecting: t("connecting"),
    online: t("connected"),
    waiting: t("connection lost, trying again"),
    closed: t("closed"),
  }[end === undefined ? state.status : "closed"];
  const name = state.network === undefined || state.network === id
    ? id
    : `${id} (${state.network})`;
  const { nick } = chat;
  // The server has never let us in.
  if (nick === "") return t("{name}: {status}", { name, status });
  const count = chat.rooms.length;
  return count === 1
    ? t("{name}: {status} as {nick}, 1 room", { name, status, nick })
    : t("{name}: {status} as {nick}, {count} rooms", { name, status, nick, count });
}

/** Why a session has ended, and what the person can do; undefined when they left it. */
export function describeEnd({ id }: Network, end: SessionEnd): string | undefined {
  const again = t("/connect {network} tries again", { network: id });
  switch (end.type) {
    case "left":
      return t("You left {network}; /connect {network} comes back", { network: id });
    case "cannot-connect":
    case "gave-up":
      return `${end.reason}. ${again}`;
    case "name-taken":
      return nameTaken(end.nick, { isOwned: end.code !== undefined, reason: end.reason });
    case "name-refused":
      return t('The server refuses the name "{nick}": {reason}', end);
    case "wrong-password":
      return t("Cannot log in: {reason}", { reason: end.reason });
    case "account-refused":
      return t('The name "{nick}" cannot be registered: {reason}', end);
    case "refused":
      return t("The server refuses us: {reason}", { reason: end.reason });
  }
}
