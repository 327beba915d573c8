/** Commands: what they do, and what they answer. */
export const COMMAND_TEXTS: Readonly<Record<string, string>> = {
  "Enter a room; a room that does not exist is created": "进入房间；房间不存在时会新建",
  "Leave a room, or this one if none is named; before a reason of one word, name it":
    "离开房间；不指定时离开当前房间；理由只有一个词时先写房间名",
  "Show who is in the room": "显示房间里有谁",
  "Show or change the topic of the room": "显示或修改房间的话题",
  "Show the rooms of this server": "显示这个服务器上的房间",
  "Invite a person to the room": "邀请一个人进入房间",
  "Remove a person from the room": "把一个人移出房间",
  "Show or change the modes of the room: /mode +o bob": "显示或修改房间的模式：/mode +o bob",

  "Keep a person out of the room; without one: show who is kept out":
    "不让一个人进入房间；不指定时显示被禁入的人",
  "Let a person into the room again": "重新允许一个人进入房间",
  "Remove a person from the room and keep them out": "把一个人移出房间并禁止再次进入",
  "Make people operators of the room": "让人成为房间的管理员",
  "Make operators of the room ordinary members": "让房间的管理员变回普通成员",
  "Give people the right to speak in a moderated room": "授予在受管制的房间里的发言权",
  "Take from people the right to speak in a moderated room": "收回在受管制的房间里的发言权",
  "Name a person, too": "请同时指定一个人",

  "Talk to this person or in this room from now on": "从现在起与这个人或在这个房间聊天",
  "Open the conversation with a person and, with a text, send it":
    "打开与一个人的会话；有文字时随即发送",
  "Send one message to a person or room": "给一个人或房间发一条消息",
  "Describe what you do: * bob waves": "描述你的动作：* bob 挥手",
  "Send a message that programs do not answer": "发送一条程序不会回复的消息",
  "Send a line of the IRC protocol unchanged": "原样发送一行 IRC 协议",

  "Reply to the last message of others here, the Nth last, or MSGID":
    "回复这里别人的最后一条、倒数第 N 条或 MSGID 消息",
  "React to it with an emoji; once more takes that back": "用 emoji 回应；再来一次则收回",
  "Remove your last message for everybody, the Nth last, or MSGID":
    "为所有人撤回你的最后一条、倒数第 N 条或 MSGID 消息",
  "Mark everything as read, on your other devices, too": "全部标为已读，其他设备上也一样",

  "Change your name": "修改你的名字",
  "Say that you are away or, without a text, that you are back":
    "表示你离开了；没有文字时表示你回来了",
  "Show who a person is": "显示一个人的资料",
  "Change or show your friends: you see when they come and go":
    "修改或显示好友：能看到他们上线和离线",

  "Show the last N messages here, 50 if no number is given":
    "显示这里最近的 N 条消息；不指定时为 50 条",
  "Find messages here, in:NAME or everywhere (in:*), by sender and date":
    "查找这里、in:NAME 或所有会话（in:*）的消息，可按发送者和日期",
  "Write the messages and events of this conversation to a file": "把这个会话的消息和事件写入文件",

  "Create an account, so that your name belongs to you": "注册帐号，让这个名字归你所有",
  "Confirm your email address with the code you were sent": "用收到的验证码确认你的邮箱地址",
  "Log in to your account": "登录帐号",
  "Log out of your account, on a chat serve": "退出帐号（在 chat serve 上）",
  "Change the password of your account, on a chat serve": "修改帐号的密码（在 chat serve 上）",
  "a message is typed without a command": "消息直接输入，不需要命令",
  "This server has no {command}: ask its services what they have, by /msg NickServ HELP":
    "这个服务器没有 {command}：用 /msg NickServ HELP 询问它的服务",
  "Show where your account stays logged in, or end that": "显示帐号在哪里保持登录，或结束登录",
  "You stay logged in nowhere now": "现在没有任何地方保持登录",
  "The login {id} is ended": "登录 {id} 已结束",
  "Connections of {account} now: {count}": "{account} 现在的连接：{count}",
  "It stays logged in nowhere without its password": "没有任何地方不用密码保持登录",
  "/sessions revoke ID ends a login, /sessions revoke all ends every one":
    "/sessions revoke ID 结束一个登录，/sessions revoke all 结束全部",
  " (this one)": "（当前）",
  " (connected)": "（已连接）",
  "{id}  {label}  since {made}, last used {used}": "{id}  {label}  始于 {made}，最近使用 {used}",
  "This server has no login tokens": "这个服务器没有登录令牌",

  "Connect to one more network, again to one that you left, or at once instead of waiting":
    "连接另一个网络，重新连接已离开的网络，或不再等待、立即连接",
  "Leave a network, or this one if none is named": "离开网络；不指定时离开当前网络",
  "Close a conversation, this one if none is named; a room is left":
    "关闭会话；不指定时关闭当前会话；房间会随之离开",
  "Show your networks and how they are": "显示你的网络及其状态",

  "Show the settings, or show, change or reset one": "显示所有设置，或者显示、修改、重置一项",
  "Show the themes, or choose one": "显示主题，或选择一个",
  "Choose words and people that call for your attention": "选择哪些词和哪些人会提醒你",
  "Show no messages of a person, or list whom you ignore": "屏蔽一个人的消息，或列出你屏蔽的人",
  "Show messages of a person again": "重新显示一个人的消息",
  "Leave when everything typed is delivered; twice: leave at once":
    "等输入的内容都送达后退出；两次：立即退出",
  "Explain all commands, or one": "说明所有命令，或其中一个",

  "Send a text that begins with /": "发送以 / 开头的文字",
  "Usage: {usage}": "用法：{usage}",
  'Cannot add "{nick}" to your friends: {reason}': "无法把“{nick}”加为好友：{reason}",
  'There is no command "/{name}": {hint}': "没有命令“/{name}”：{hint}",
  "/help lists them, //… sends a leading slash": "/help 列出所有命令，//… 发送以斜杠开头的文字",
  "did you mean /{name}?": "你是想输入 /{name} 吗？",
  "There is no such message here": "这里没有这条消息",
  '"{text}" is not a number of messages': "“{text}”不是消息的条数",
  "Cannot search for more than {max} characters": "搜索的文字不能超过 {max} 个字符",
  "You talk in {room} now": "现在在 {room} 里聊天",
  "You talk to {name} now": "现在与 {name} 聊天",
  "This is not a line of the IRC protocol": "这不是一行 IRC 协议",
  "You are in no room “{word}”; to leave this one with that reason: /part {room} {word}":
    "你不在房间“{word}”里；若要以此为理由离开当前房间：/part {room} {word}",
  "You are in no room to leave": "你不在任何房间里，无从离开",
  "You are in no room: /join ROOM first, or name one with its #":
    "你不在任何房间里：请先 /join ROOM，或用 # 指定一个房间",
  "You talk to nobody: /join ROOM or /to NICK first": "你没有聊天对象：请先 /join ROOM 或 /to NICK",
  "You talk to nobody": "你没有聊天对象",
  "{name} is your friend now": "{name} 现在是你的好友了",
  "{name} is your friend already": "{name} 已经是你的好友",
  "{name} is no longer your friend": "{name} 不再是你的好友",
  "{name} is not your friend": "{name} 不是你的好友",
  "online": "在线",
  "offline": "离线",
  "Your list of friends is empty: /friend add NICK": "好友列表是空的：/friend add NICK",
  "Friends: {names}": "好友：{names}",

  "Sending {count} lines first; /quit again leaves at once":
    "正在先发送 {count} 行；再次 /quit 立即退出",
  "{count} lines are waiting to be sent already": "已有 {count} 行在等待发送",
  "Cannot send {command}: {reason}": "无法发送 {command}：{reason}",
  "Cannot send {command}: it is {count} bytes too long": "无法发送 {command}：超出 {count} 字节",
  "Cannot send {command}: a word in it is not possible in IRC":
    "无法发送 {command}：其中有 IRC 不允许的词",
  "There is nothing to write": "没有可写入的内容",
  "Written to {path}": "已写入 {path}",
  "Cannot write {name}: {reason}": "无法写入 {name}：{reason}",
  "This server takes no reactions, or is not connected": "这个服务器不支持回应，或没有连接",
  "This server cannot remove messages, or is not connected": "这个服务器不支持撤回消息，或没有连接",
  "Too many queries are waiting already": "等待中的查询太多了",
  "This server keeps no history": "这个服务器不保存历史消息",
  "This server cannot search": "这个服务器不支持搜索",
  "{name} wrote while you were away:": "你不在时 {name} 发来：",
  "There are more than {max} new messages: not all are shown": "新消息超过 {max} 条：没有全部显示",
  "The server does not know the last message in {name}: something may be missing":
    "服务器找不到 {name} 里的最后一条消息：可能有遗漏",

  "Become an operator of the server": "成为服务器的管理员",
  "Empty what is shown of this conversation": "清空当前会话的显示",
  "Connect again": "重新连接",
  "You asked to connect again": "你要求重新连接",
  "The first connection is being made": "正在建立第一次连接",

  "Give a command a short name; $1 to $9 and $* are what follows it":
    "给命令起一个短名；$1 到 $9 和 $* 是之后输入的词",
  "Forget a short name": "删除一个短名",
  "A command with a password cannot have a short name": "带密码的命令不能有短名",
  "There are no short names": "还没有短名",
  "There is no short name /{name}": "没有短名 /{name}",
  "/{name} is no short name any more": "/{name} 不再是短名",
  "/{name} is {command} now": "/{name} 现在是 {command}",
  "“{text}” is not a date as 2026-01-31 or 2026-01-31T18:00":
    "“{text}”不是 2026-01-31 或 2026-01-31T18:00 这样的日期",
};
