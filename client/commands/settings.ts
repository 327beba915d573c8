import { messageOf } from "../../protocol/errors.ts";
import {
  type AnyValue,
  formatValue,
  NETWORK_KEYS,
  NETWORKS_TABLE,
  parseTyped,
  type SettingKey,
  THEME_NAMES,
} from "../settings/mod.ts";
import { t } from "../texts/mod.ts";
import type { Actions, Command } from "./command.ts";

/** Commands that change settings. */
export const SETTING_COMMANDS: readonly Command[] = [
  {
    name: "set",
    usage: "/set [KEY [VALUE] | reset KEY]",
    description: "Show the settings, or show, change or reset one",
    minWords: 0,
    completes: "settings",
    execute(actions, { words: [first, second], after }) {
      if (first === undefined) listSettings(actions);
      else if (first === NETWORKS_TABLE) explainNetworks(actions);
      else if (first === "reset") resetSetting(actions, second ?? "");
      else if (second === undefined) showSetting(actions, first);
      else changeSetting(actions, first, after(1));
    },
  },
  {
    name: "theme",
    usage: "/theme [NAME]",
    description: "Show the themes, or choose one",
    minWords: 0,
    completes: "themes",
    execute(actions, { words: [name] }) {
      const { settings } = actions;
      const names = [...THEME_NAMES, ...settings.ownThemes];
      if (name === undefined) {
        const current = settings.get("theme");
        const shown = names.map((one) => one === current ? `*${one}` : one).join(" ");
        actions.tell(t("Themes: {names}", { names: shown }));
      } else if (names.includes(name)) changeSetting(actions, "theme", name);
      else {
        actions.refuse(t("There is no theme “{name}”: {names}", { name, names: names.join(", ") }));
      }
    },
  },
  {
    name: "notify",
    usage: "/notify [add | remove] [WORD…] [@NICK…]",
    description: "Choose words and people that call for your attention",
    minWords: 0,
    completes: "people",
    firstWords: ["add", "remove"],
    execute(actions, { words: [what, ...names] }) {
      if (what === undefined) return showNotify(actions);
      if (what !== "add" && what !== "remove" || names.length === 0) {
        return actions.refuse(t("Usage: {usage}", { usage: "/notify add WORD @NICK" }));
      }
      const people = names.filter((name) => name.startsWith("@")).map((name) => name.slice(1));
      const words = names.filter((name) => !name.startsWith("@"));
      const change = (key: "notify.words" | "notify.people", items: readonly string[]) => {
        if (items.length > 0) changeList(actions, { key, items, adding: what === "add" });
      };
      change("notify.words", words);
      change("notify.people", people);
      showNotify(actions);
    },
  },
  {
    name: "ignore",
    usage: "/ignore [NICK | MASK]…",
    description: "Show no messages of a person, or list whom you ignore",
    minWords: 0,
    completes: "people",
    execute(actions, { words }) {
      if (words.length > 0) changeList(actions, { key: "ignore", items: words, adding: true });
      showIgnored(actions);
    },
  },
  {
    name: "unignore",
    usage: "/unignore NICK | MASK…",
    description: "Show messages of a person again",
    minWords: 1,
    completes: "ignored",
    execute(actions, { words }) {
      changeList(actions, { key: "ignore", items: words, adding: false });
      showIgnored(actions);
    },
  },
];

function listSettings({ settings, tell }: Actions): void {
  const width = Math.max(...settings.rows.map(({ key }) => key.length));
  const lines = settings.rows.map(({ key }) => {
    const mark = settings.isSet(key) ? "*" : " ";
    return `${mark} ${key.padEnd(width)}  ${formatValue(settings.get(key))}`;
  });
  const networks = formatValue([...settings.networks.keys()]);
  lines.push(`  ${NETWORKS_TABLE.padEnd(width)}  ${networks}`);
  const where = settings.path ?? t("nowhere: they last until you leave");
  tell([
    ...lines,
    t("* is not the default. /set KEY explains one. They are kept in {where}", { where }),
  ].join("\n"));
}

function showSetting(actions: Actions, key: string): void {
  const row = actions.settings.row(key);
  if (row === undefined) return actions.refuse(noSetting(key));
  const value = formatValue(actions.settings.get(row.key));
  const standard = formatValue(row.default);
  actions.tell(
    `${t(row.description)}\n` +
      t("{key} is {value}; the default is {standard}", { key, value, standard }),
  );
}

function explainNetworks({ settings, tell }: Actions): void {
  const path = settings.path ?? "settings.toml";
  const width = Math.max(...NETWORK_KEYS.map(({ key }) => key.length));
  const lines = NETWORK_KEYS.map(({ key, description }) =>
    `  ${key.padEnd(width)}  ${t(description)}`
  );
  tell([t("A network is a table [networks.NAME] in {path}, with these keys:", { path }), ...lines]
    .join("\n"));
}

function changeSetting(actions: Actions, key: string, typed: string): void {
  const row = actions.settings.row(key);
  if (row === undefined) return actions.refuse(noSetting(key));
  const value = parseTyped(row, typed) as AnyValue;
  attempt(actions, () => actions.settings.set(row.key, value as never));
  const { settings } = actions;
  if (JSON.stringify(settings.get(row.key)) === JSON.stringify(value)) showValue(actions, row.key);
}

function resetSetting(actions: Actions, key: string): void {
  const row = actions.settings.row(key);
  if (row === undefined) return actions.refuse(noSetting(key));
  attempt(actions, () => actions.settings.reset(row.key));
  showValue(actions, row.key);
}

function showValue({ settings, tell }: Actions, key: SettingKey): void {
  tell(t("{key} is {value} now", { key, value: formatValue(settings.get(key)) }));
}

function noSetting(key: string): string {
  return t("There is no setting “{key}”; /set lists them", { key });
}

interface ListChange {
  readonly key: "notify.words" | "notify.people" | "ignore";
  readonly items: readonly string[];
  readonly adding: boolean;
}

function changeList(actions: Actions, { key, items, adding }: ListChange): void {
  const { settings } = actions;
  const lower = new Set(items.map((item) => item.toLowerCase()));
  const others = settings.get(key).filter((item) => !lower.has(item.toLowerCase()));
  attempt(actions, () => settings.set(key, adding ? [...others, ...items] : others));
}

function attempt(actions: Actions, change: () => void): void {
  try {
    change();
  } catch (error) {
    actions.refuse(messageOf(error));
  }
}

function showNotify({ settings, tell }: Actions): void {
  const words = formatValue(settings.get("notify.words"));
  const people = formatValue(settings.get("notify.people"));
  tell(t("Your name, these words: {words}; and these people: {people}", { words, people }));
}

function showIgnored({ settings, tell }: Actions): void {
  const masks = settings.get("ignore");
  tell(
    masks.length === 0
      ? t("You ignore nobody")
      : t("You ignore: {masks}", { masks: masks.join(" ") }),
  );
}
