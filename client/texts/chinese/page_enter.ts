/** The texts of entering, and of what the browser keeps. */
export const PAGE_ENTER_TEXTS: Readonly<Record<string, string>> = {
  // Registering a name.
  "names cannot be registered on this server": "这个服务器不能注册名字",
  "enter as a guest first, then type /register PASSWORD":
    "请先以访客身份进入，再输入 /register 密码",
  'The name "{nick}" cannot be registered: {reason}': "名字“{nick}”无法注册：{reason}",
};
