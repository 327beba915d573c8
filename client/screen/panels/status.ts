import { connectionText, typingText } from "../../format/status.ts";
import { sanitize } from "../../format/sanitize.ts";
import { t } from "../../texts/mod.ts";
import type { Layout } from "../drawing/layout.ts";
import type { Row } from "../drawing/style.ts";
import { fit, widthOf } from "../drawing/width.ts";
import { currentConversation, currentNetwork, type ScreenView } from "../view.ts";

/** Our name, the network and its server, the connection, how long answers take, and who is typing. */
export function statusRow(view: ScreenView, { columns }: Layout): Row {
  const network = currentNetwork(view);
  if (network === undefined) return [{ text: fit("", columns), role: "status" }];
  const { state } = network;
  const conversation = currentConversation(view);
  const typing = conversation === undefined ? "" : typingText(conversation, view.now);
  const row = (connection: string) => {
    const parts = [
      sanitize(state.nick),
      state.away ? t("away") : "",
      connection,
      state.pending.size > 0 ? t("{count} to send", { count: state.pending.size }) : "",
      typing,
    ];
    return ` ${parts.filter((part) => part !== "").join(" · ")}`;
  };
  const server = state.server === undefined ? "" : ` (${state.server})`;
  const connection = connectionText({ status: state.status, lagMs: network.lagMs });
  const whole = row(`${sanitize(network.name + server)}: ${connection}`);
  // Who is typing counts more than a connection that is there.
  const isShort = typing !== "" && state.status === "online" && widthOf(whole) >= columns;
  const left = isShort ? row("") : whole;
  const helps = [view.hint ?? t("F1 keys  Ctrl+K go to  Alt+A next unread"), t("F1 keys"), ""];
  const help = helps.find((text) => widthOf(left) + widthOf(text) + 3 <= columns) ?? "";
  // A hint is what the person waits for, so that it goes before everything else.
  const cut = view.hint === undefined
    ? clipped(left, columns - 1)
    : fit(left, columns - widthOf(view.hint) - 3);
  const end = view.hint ?? help;
  const gap = Math.max(1, columns - widthOf(cut) - widthOf(end) - 1);
  return [
    { text: cut, role: "status" },
    { text: " ".repeat(gap), role: "status" },
    { text: fit(`${end} `, widthOf(end) + 1), role: "status" },
  ];
}

function clipped(text: string, columns: number): string {
  return widthOf(text) <= columns ? text : fit(text, columns);
}

/** When somebody stops being taken to be typing in the current conversation; else Infinity. */
export function typingEnds(view: ScreenView): number {
  const untils = [...currentConversation(view)?.typing.values() ?? []];
  return Math.min(Infinity, ...untils.filter((until) => until > view.now));
}
