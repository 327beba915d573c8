import { createRoot } from "react-dom/client";

const root = document.getElementById("page");
if (root !== null) {
  createRoot(root).render(<p key="1">hello</p>);
  const { Chat } = await import("../chat.ts");
  console.log(Chat.name);
}
