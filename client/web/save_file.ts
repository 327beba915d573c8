/** Milliseconds that the browser has to begin the download. */
const REVOKE_AFTER_MS = 60_000;

/** Offers a text as a download, and returns its name. */
export function saveFile(name: string, text: string): string {
  const url = URL.createObjectURL(new Blob([text], { type: "application/octet-stream" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), REVOKE_AFTER_MS);
  return name;
}
