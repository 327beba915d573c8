import { messageOf } from "../../../protocol/errors.ts";
import { idText, type ListedConversation } from "../../navigation/conversation_list.ts";
import { movedOrder, siblings } from "../../navigation/list_order.ts";
import { setMuted } from "../../navigation/muting.ts";
import { t } from "../../texts/mod.ts";
import { isOperator, memberOf } from "./operators.ts";
import type { MenuItem } from "../controls/menu.tsx";
import type { Page } from "../page.ts";

/** The menu of a conversation in the list. */
export function conversationMenu(page: Page, listed: ListedConversation): MenuItem[] {
  const { conversation: { kind, name, joined }, isMuted } = listed;
  const mute = {
    label: isMuted ? t("Unmute") : t("Mute"),
    run: () => attempt(page, () => setMuted(page.settings, name, !isMuted)),
  };
  const moves = [
    { label: t("Move up"), run: () => moveConversation(page, listed, -1) },
    { label: t("Move down"), run: () => moveConversation(page, listed, 1) },
  ];
  const close = (label: string) => ({
    label,
    isDangerous: true,
    run: () => page.run(`/close ${kind === "person" ? `@${name}` : name}`),
  });
  if (kind === "room") {
    const enter = { label: t("Enter again"), run: () => page.run(`/join ${name}`) };
    const end = joined ? close(t("Leave the room")) : close(t("Close"));
    return [...(joined ? [] : [enter]), mute, ...moves, end];
  }
  const isOpen = page.navigator.chat.state.conversations.has(listed.key);
  return [
    { label: t("Who is this?"), run: () => showWhois(page, name) },
    friendItem(page, name),
    mute,
    ...moves,
    ...(isOpen ? [close(t("Close"))] : []),
  ];
}

/** The menu of a member of a room. */
export function memberMenu(page: Page, nick: string): MenuItem[] {
  const { settings } = page;
  const lower = nick.toLowerCase();
  const isIgnored = settings.get("ignore").some((mask) => mask.toLowerCase() === lower);
  return [
    { label: t("Send a message"), run: () => page.open({ name: nick, room: false }) },
    { label: t("Who is this?"), run: () => showWhois(page, nick) },
    friendItem(page, nick),
    {
      label: isIgnored ? t("Stop ignoring") : t("Ignore"),
      isDangerous: !isIgnored,
      run: () => page.run(`${isIgnored ? "/unignore" : "/ignore"} ${nick}`),
    },
    ...operatorItems(page, nick),
  ];
}

/** What an operator of the room can do with another member. */
function operatorItems(page: Page, nick: string): MenuItem[] {
  const { navigator } = page;
  const { chat } = navigator;
  const [us, member] = [memberOf(navigator, chat.nick), memberOf(navigator, nick)];
  if (us === undefined || us === member || !isOperator(us)) return [];
  return [
    isOperator(member)
      ? { label: t("Operator no longer"), run: () => page.run(`/deop ${nick}`) }
      : { label: t("Make an operator"), run: () => page.run(`/op ${nick}`) },
    {
      label: t("Remove from the room"),
      isDangerous: true,
      run: () => page.run(`/kick ${nick}`),
    },
    {
      label: t("Remove and keep out"),
      isDangerous: true,
      run: () => page.run(`/kickban ${nick}`),
    },
  ];
}

/** Moves a conversation by a step, or to a position among those of its kind. */
export function moveConversation(
  page: Page,
  listed: ListedConversation,
  how: 1 | -1 | { readonly to: number },
): void {
  const { list } = page.view();
  const own = siblings(list, listed);
  const at = own.findIndex((one) => idText(one) === idText(listed));
  const to = typeof how === "number" ? at + how : how.to;
  if (to < 0 || to >= own.length || to === at) return;
  const order = movedOrder(list, listed, { to, order: page.settings.get("order") });
  attempt(page, () => page.settings.set("order", order));
}

function friendItem(page: Page, nick: string): MenuItem {
  const { chat } = page.navigator;
  const isFriend = [...chat.state.friends.values()].some((friend) => chat.same(friend.nick, nick));
  return isFriend
    ? { label: t("Remove from friends"), run: () => page.run(`/friend remove ${nick}`) }
    : { label: t("Add to friends"), run: () => page.run(`/friend add ${nick}`) };
}

function showWhois(page: Page, nick: string): void {
  page.run(`/whois ${nick}`);
}

function attempt(page: Page, change: () => void): void {
  try {
    change();
  } catch (error) {
    page.navigator.chat.tell(messageOf(error));
  }
  page.changed();
}
