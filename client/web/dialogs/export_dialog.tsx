import { useEffect, useState } from "react";

import type { RecordFormat } from "../../record/record_formats.ts";
import { formatDay, formatTime } from "../../format/time.ts";
import { t } from "../../texts/mod.ts";
import type { Page, PageView } from "../page.ts";
import { Dialog } from "./dialog.tsx";

/** Writes what is loaded of a conversation to a file of the browser's downloads. */
export function ExportDialog({ page, view }: { readonly page: Page; readonly view: PageView }) {
  const { conversation } = view;
  const [format, setFormat] = useState<RecordFormat>("html");
  const formats: readonly { readonly value: RecordFormat; readonly label: string }[] = [
    { value: "html", label: t("Web page, to read and print") },
    { value: "txt", label: t("Text") },
    { value: "json", label: t("JSON, for programs") },
  ];
  const close = () => page.show(undefined);
  const isEmpty = conversation === undefined || conversation.kind === "server" ||
    conversation.entries.length === 0;
  return (
    <Dialog title={t("Export this conversation")} close={close}>
      <div className="dialog-content export-content">
        <div className="export-formats" role="radiogroup" aria-label={t("Format")}>
          {formats.map(({ value, label }) => (
            <label key={value}>
              <input
                type="radio"
                name="format"
                checked={format === value}
                onChange={() => setFormat(value)}
              />
              {label}
            </label>
          ))}
        </div>
        <Reach page={page} view={view} />
        <p className="dialog-buttons">
          <button type="button" onClick={close}>{t("Cancel")}</button>
          <button
            type="button"
            className="primary"
            disabled={isEmpty}
            onClick={() => {
              page.navigator.chat.input(`/export ${format}`);
              close();
            }}
          >
            {t("Save")}
          </button>
        </p>
      </div>
    </Dialog>
  );
}

/** How far back the file reaches, and a way to go further. */
function Reach({ page, view }: { readonly page: Page; readonly view: PageView }) {
  const { conversation } = view;
  const [isLoading, setIsLoading] = useState(false);
  const older = conversation?.older ?? "none";
  useEffect(() => {
    if (isLoading && older !== "none") page.loadOlder();
  }, [isLoading, older, conversation?.entries]);
  const messages = (conversation?.entries ?? []).filter(({ type }) => type === "message");
  const [first] = messages;
  if (first === undefined) return <p className="faint">{t("There is nothing to write")}</p>;
  const values = {
    count: messages.length.toLocaleString(),
    since: `${formatDay(first.time)}, ${formatTime(first.time)}`,
  };
  return (
    <p className="faint" role="status">
      {older === "none"
        ? t("All {count} messages since {since}", values)
        : t("{count} messages since {since}; older ones are not loaded", values)}
      {older !== "none" && (
        <>
          {" "}
          <button type="button" className="link" onClick={() => setIsLoading(!isLoading)}>
            {isLoading ? t("Stop loading") : t("Load older ones, too")}
          </button>
        </>
      )}
    </p>
  );
}
