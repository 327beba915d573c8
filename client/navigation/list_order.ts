import { casefold } from "../../protocol/names.ts";
import { type ConversationId, idText, type ListedConversation } from "./conversation_list.ts";

/** The conversations that can change places with one: those of its network and kind. */
export function siblings(
  list: readonly ListedConversation[],
  id: ConversationId,
): readonly ListedConversation[] {
  const own = list.find((one) => idText(one) === idText(id));
  return list.filter(({ network, conversation: { kind } }) =>
    network === own?.network && kind === own.conversation.kind
  );
}

/** The setting `order` after a conversation has moved to a position among its siblings. */
export function movedOrder(
  list: readonly ListedConversation[],
  id: ConversationId,
  { to, order }: { readonly to: number; readonly order: readonly string[] },
): string[] {
  const own = siblings(list, id);
  const names = own.map(({ conversation }) => conversation.name);
  const from = own.findIndex((one) => idText(one) === idText(id));
  const [moved] = names.splice(from, 1);
  if (from === -1 || moved === undefined) return [...order];
  names.splice(Math.max(0, Math.min(to, names.length)), 0, moved);
  const folded = new Set(names.map((name) => casefold(name, "rfc1459")));
  return [...names, ...order.filter((name) => !folded.has(casefold(name, "rfc1459")))];
}
