/** The full screen: its first page, panels, pages and hints. */
export const SCREEN_TEXTS: Readonly<Record<string, string>> = {
  "Your name": "名字",
  "Server": "服务器",
  "Rooms": "房间",
  "Rooms and direct messages, in your terminal": "终端里的聊天室和私信",
  "Type the name that others will see, then press Enter": "输入别人会看到的名字，然后按回车",
  "Type the server's address, HOST or HOST:PORT, or several with commas; add tls for TLS":
    "输入服务器地址，HOST 或 HOST:PORT，几个地址用逗号分开；如果使用 TLS，在后面加 tls",
  "Type the rooms to enter, or none, then press Enter to begin":
    "输入要进入的房间（可留空），按回车开始",
  "Tab and the arrows go to another line, Ctrl+C leaves": "用 Tab 和方向键换到另一行，Ctrl+C 退出",

  "Enter goes on, Escape gives up": "回车继续，Esc 放弃",
  "This name is in use": "这个名字已被使用",
  "Another name for {network}": "在 {network} 上换个名字",
  "“{name}” is in use there. Type another name, then press Enter":
    "“{name}”在那里已被使用。请输入另一个名字，然后按回车",
  "Your name: ": "名字：",
  "Password for {network}": "{network} 的密码",
  "Password: ": "密码：",
  "“{name}” cannot be had ({reason}). Type another name, then press Enter":
    "不能使用“{name}”（{reason}）。请输入另一个名字，然后按回车",
  "Type the password, then press Enter": "输入密码，然后按回车",

  "Keys (Escape closes this page, ? types a question mark)": "按键（Esc 关闭此页，? 输入一个问号）",
  "Go to a room or a person (Enter goes there, Escape closes)":
    "转到房间或人（回车前往，Esc 关闭）",
  "Go to: ": "转到：",
  "Search in {name}: ": "在 {name} 中搜索：",
  "Search everywhere: ": "搜索全部：",
  "Search (Enter searches, Escape closes)": "搜索（回车搜索，Esc 关闭）",
  "Search (Enter searches, Tab changes where, Escape closes)":
    "搜索（回车搜索，Tab 切换范围，Esc 关闭）",
  "{number} of {count} found (Enter goes there, Escape closes)":
    "结果 {number}/{count}（回车前往，Esc 关闭）",

  "F1 keys  Ctrl+K go to  Alt+A next unread": "F1 按键  Ctrl+K 转到  Alt+A 下一个未读",
  "F1 keys": "F1 按键",
  "Ctrl+C again leaves": "再按一次 Ctrl+C 退出",
  "This system does not stop programs for a while": "这个系统不能暂停程序",
  "Press Ctrl+Z once more to stop chat, Enter to go on": "再按一次 Ctrl+Z 暂停 chat，按 Enter 继续",

  "and {count} more": "还有 {count} 个",
  "what the server says": "服务器消息",
  "direct messages": "私信",

  "Type /join ROOM to enter a room, /query NAME to talk to somebody, F1 for the keys":
    "输入 /join ROOM 进入房间，/query NAME 与人聊天，按 F1 查看按键",
  "1 message below; End goes there": "下面有 1 条消息；按 End 前往",
  "{count} messages below; End goes there": "下面有 {count} 条消息；按 End 前往",

  "{count} lines are not sent, as there is no connection: quit again to leave without them":
    "没有连接，{count} 行没有发送：再次退出会丢弃它们",
  "1 line is not sent, as there is no connection: quit again to leave without it":
    "没有连接，1 行没有发送：再次退出会丢弃它",
  "You had typed this to {name} and not sent it:": "你输入了这些给 {name}，但没有发送：",
  "Removed from {network}": "已被移出 {network}",
  "Enter comes back, Escape stays away:": "Enter 重新进入，Escape 不再进入：",
  "“{name}” has an account there. If it is yours, type its password; with nothing typed, Enter asks for another name":
    "“{name}”在那里有账号。如果是你的，请输入密码；什么都不输入按 Enter 则换一个名字",
  'The name "{nick}" has an account': "名字“{nick}”有账号",
  "Its password, or only Enter for another name: ": "它的密码，或直接按 Enter 换名字：",
  "Enter the server again? Type yes or no: ": "重新进入服务器？输入 yes 或 no：",
};
