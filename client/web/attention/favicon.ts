/** Pixels of the icon of the page. */
const SIZE = 64;
const MAX_COUNT = 99;

/** Draws how many messages are for the person into the icon of the page, and of its app. */
export class CountBadge {
  #shown = 0;
  #plain: string | undefined;

  /** Shows a count; 0 for none. */
  show(count: number): void {
    if (count === this.#shown) return;
    this.#shown = count;
    const link = document.querySelector<HTMLLinkElement>("link[rel=icon]");
    if (link !== null) {
      this.#plain ??= link.href;
      link.href = count === 0 ? this.#plain : draw(count);
    }
    if (!("setAppBadge" in navigator)) return;
    // It is not allowed where the page is not installed, which is no problem.
    void (count === 0 ? navigator.clearAppBadge() : navigator.setAppBadge(count)).catch(() => {});
  }
}

function draw(count: number): string {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIZE;
  const context = canvas.getContext("2d");
  if (context === null) return "";
  context.fillStyle = "#b3261e";
  context.beginPath();
  context.roundRect(0, 0, SIZE, SIZE, SIZE / 4);
  context.fill();
  context.fillStyle = "#ffffff";
  context.font = `bold ${count > 9 ? 38 : 48}px sans-serif`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(count > MAX_COUNT ? "99+" : String(count), SIZE / 2, SIZE / 2 + 3, SIZE - 4);
  return canvas.toDataURL();
}
