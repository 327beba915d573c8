/** The texts of the page in the browser. */
export const PAGE_TEXTS: Readonly<Record<string, string>> = {
  // Entering.
  "The name “{name}” is in use": "名字“{name}”已被使用",
  "Another name": "另一个名字",
  // The chat.
  "Conversations": "会话",
  "Members": "成员",
  "Send": "发送",
  "not sent": "未发送",
  "Close": "关闭",
  "You left": "你已离开",
  "The page talks to its own server only": "网页只能连接它自己的服务器",
  // What the browser keeps.
  "this browser": "这个浏览器",
  "the browser keeps nothing for this page": "浏览器不为这个网页保存任何内容",
};
