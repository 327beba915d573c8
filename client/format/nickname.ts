import { isValidNickname } from "../../protocol/names.ts";
import { t } from "../texts/mod.ts";

/** Bytes of a nickname; the server may allow fewer. */
const MAX_NICK_BYTES = 64;

/** Returns why a text cannot be a nickname; undefined if it can. */
export function checkName(text: string): string | undefined {
  if (text === "") return t("Type a name first");
  if (isValidNickname(text, MAX_NICK_BYTES)) return undefined;
  return t("A name has letters, digits and - _ [ ] { } | ^, and begins with a letter");
}
