import { connectionText } from "../../format/status.ts";
import { sanitize } from "../../format/sanitize.ts";
import { t } from "../../texts/mod.ts";
import { below, useMenu } from "../controls/menu.tsx";
import { IconButton } from "../controls/icon.tsx";
import type { Page, PageView } from "../page.ts";

/** Our name, the connection, and what waits to be sent; settings and keys. */
export function OwnStatus({ page, view }: { readonly page: Page; readonly view: PageView }) {
  const { network: { state }, ended } = view;
  const openMenu = useMenu();
  const isOnline = state.status === "online" && ended === undefined;
  const presence = !isOnline ? "offline" : state.away ? "away" : "online";
  const count = state.pending.size;
  const texts = [
    count > 0 ? t("{count} to send", { count }) : "",
    ended === undefined ? connectionText(state) : t("offline"),
    state.away ? t("away") : "",
  ].filter((text) => text !== "").join(" · ");
  return (
    <div className="own-status">
      <button
        type="button"
        className="own-button"
        aria-haspopup="menu"
        onClick={({ currentTarget }) =>
          openMenu({
            label: state.nick,
            at: below(currentTarget),
            items: [
              state.away
                ? { label: t("I am back"), run: () => page.run("/away") }
                : { label: t("I am away"), run: () => page.run(`/away ${t("away")}`) },
              { label: t("Where you are logged in"), run: () => page.show("sessions") },
              { label: t("Leave"), run: () => page.run("/quit"), isDangerous: true },
            ],
          })}
      >
        <span className={`presence ${presence}`} aria-hidden="true" />
        <span className="own-text">
          <span className="own-name">{sanitize(state.nick)}</span>
          <span className="own-connection" title={texts}>{texts}</span>
        </span>
      </button>
      <IconButton
        name="keys"
        label={t("Keys")}
        press={() => page.show("keys")}
        className="for-keyboard"
      />
      <IconButton name="settings" label={t("Settings")} press={() => page.show("settings")} />
    </div>
  );
}
