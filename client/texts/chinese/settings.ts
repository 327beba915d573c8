/** Settings: what they are for, how they are changed, and what is wrong with a value or a file. */
export const SETTING_TEXTS: Readonly<Record<string, string>> = {
  "Language: auto follows LANG, en is English, zh is Chinese":
    "语言：auto 跟随 LANG，en 是英文，zh 是中文",
  "Theme: dark, light, blue, high-contrast, mono, or a file of your own":
    "主题：dark、light、blue、high-contrast、mono，或自己的主题文件",
  "Colours the terminal can show: auto follows TERM, COLORTERM and NO_COLOR":
    "终端能显示的颜色：auto 跟随 TERM、COLORTERM 和 NO_COLOR",
  "Use the mouse; off leaves it to the terminal, for selecting text":
    "使用鼠标；off 把鼠标留给终端，用来选择文字",
  "Size of the text, from 1 to 5": "文字大小，从 1 到 5",
  "Space between messages: comfortable or compact":
    "消息的间距：comfortable（宽松）或 compact（紧凑）",
  "Show the members of a room beside its messages": "在消息旁边显示房间的成员",
  "Rooms and people that come first in the list, in this order":
    "列表中排在最前面的房间和人，按此顺序",
  "Rooms and people that do not call for your attention": "哪些房间和人不提醒你",
  "Show notifications of the browser": "显示浏览器的通知",
  "Play a tone": "播放提示音",
  "Messages of the history to show on entering a room": "进入房间时显示多少条历史消息",
  "Let others see that you are typing": "让别人看到你正在输入",
  "Send **bold**, _italic_, ~~struck~~ and `code` in these styles":
    "把 **粗体**、_斜体_、~~删除线~~ 和 `代码` 按样式发送",
  "Short names of commands, as /alias makes them: NAME /COMMAND":
    "命令的短名，由 /alias 添加：NAME /COMMAND",
  "Your friends: you see when they come and go": "好友：能看到他们上线和离线",
  "People whose messages are not shown: NICK or NICK!USER@HOST, with * and ?":
    "不显示哪些人的消息：NICK 或 NICK!USER@HOST，可以用 * 和 ?",
  "Words that call for your attention, besides your name": "除了你的名字，还有哪些词会提醒你",
  "People all of whose messages call for your attention": "哪些人的所有消息都会提醒你",
  "Direct messages call for your attention": "收到私信时提醒你",
  "Ring the terminal's bell": "让终端响铃",
  "Have the terminal show a notification: osc9 or osc777, as it understands":
    "让终端显示通知：osc9 或 osc777，看终端支持哪一种",
  "Show the number of unread messages in the window's title": "在窗口标题中显示未读消息数",
  "The name that the first page offers": "首页预先填好的名字",
  "The server that the first page offers: HOST[:PORT],… [tls]":
    "首页预先填好的服务器：HOST[:PORT],… [tls]",
  "The rooms that the first page offers": "首页预先填好的房间",

  "Themes: {names}": "主题：{names}",
  "There is no theme “{name}”: {names}": "没有主题“{name}”，可选：{names}",
  "nowhere: they last until you leave": "内存中，退出后失效",
  "* is not the default. /set KEY explains one. They are kept in {where}":
    "带 * 的不是默认值。/set KEY 说明某一项。设置保存在 {where}",
  "{key} is {value}; the default is {standard}": "{key} 是 {value}，默认值是 {standard}",
  "{key} is {value} now": "{key} 现在是 {value}",
  "There is no setting “{key}”; /set lists them": "没有设置“{key}”；用 /set 列出所有设置",
  "Your name, these words: {words}; and these people: {people}":
    "会提醒你的有：你的名字；这些词：{words}；这些人：{people}",
  "You ignore nobody": "你没有屏蔽任何人",
  "You ignore: {masks}": "你屏蔽了：{masks}",

  "Cannot set {key}: {reason}": "无法设置 {key}：{reason}",
  "Not saved, it holds until you leave: {reason}": "没有保存，退出后失效：{reason}",
  "Cannot read {path}: {reason}": "无法读取 {path}：{reason}",
  "{path}, line {line}: {reason}": "{path} 第 {line} 行：{reason}",
  "{key} is not used: {reason}": "{key} 没有生效：{reason}",
  "The settings of chat join. /set shows and changes them.":
    "chat join 的设置。/set 显示和修改它们。",
  "A network is a table [networks.NAME] in {path}, with these keys:":
    "网络是 {path} 里的表 [networks.NAME]，有这些键：",
  "The server's name or address, or those of several: HOST[:PORT],…":
    "服务器的名字或地址，也可以是几台服务器的：HOST[:PORT],…",
  "Its port": "服务器的端口",
  "Your name there": "你在那里的名字",
  "A file whose first line is the password": "第一行是密码的文件",
  "A file whose first line is the server's password, beside that of an account":
    "第一行是服务器密码的文件，帐号的密码另外给出",
  "Send passwords also where others can read them, without TLS":
    "即使别人能读到（没有 TLS）也发送密码",
  "Trust only the certificate with this SHA-256 fingerprint, whoever issued it":
    "只信任 SHA-256 指纹与此相同的证书，不论由谁签发",
  "Log in by this mechanism only: SCRAM-SHA-256 or PLAIN":
    "只用这种方式登录：SCRAM-SHA-256 或 PLAIN",
  "Servers that asked to be reached with TLS only (STS): HOST PORT UNTIL":
    "要求只用 TLS 连接的服务器（STS）：主机 端口 截止时间",
  "Servers where you log in by SCRAM, which never get the password itself":
    "用 SCRAM 登录过的服务器，它们得不到密码本身",
  "Rooms to enter": "要进入的房间",
  "Connect when the client starts": "启动时自动连接",
  "it is a table": "应为表",
  "it is on or off": "应为 on 或 off",
  "it is a text of one line": "应为单行文字",
  "it is a number from {min} to {max}": "应为 {min} 到 {max} 之间的数字",
  "it is one of {choices}": "应为以下之一：{choices}",
  "it is a list of texts": "应为文字列表",
  "it is a list of at most {max} texts": "应为最多 {max} 项的文字列表",
  "a network needs a host": "网络需要 host",
  "the keys contradict each other": "键互相矛盾",
  "this is no key = value, no [table] and no # comment":
    "这不是“键 = 值”，不是 [表]，也不是 # 注释",
  "this value cannot be read": "无法识别这个值",
  "Cannot use the theme “{name}”: {reason}": "无法使用主题“{name}”：{reason}",
  "{key} is not {wanted}": "{key} 不是 {wanted}",

  "there is no home folder; set CHAT_SETTINGS to a file":
    "没有主目录；请把 CHAT_SETTINGS 设为一个文件",
  "Network {name} has the account {account}, and needs a password-file":
    "网络 {name} 设了帐号 {account}，还需要 password-file",
  "; if it has a password, give it with --password-file FILE or CHAT_PASSWORD":
    "；如果它有密码，请用 --password-file FILE 或 CHAT_PASSWORD 提供",
  "Lines of text are of one network, {name}: the screen opens {names}, too":
    "文本行只连接一个网络 {name}：全屏界面还会打开 {names}",
  "Cannot read the file {path} of the network {name}: {reason}":
    "无法读取网络 {name} 的文件 {path}：{reason}",
  "A network has at most {max} addresses": "一个网络最多有 {max} 个地址",
  "“{where}” is not a server: give HOST or HOST:PORT":
    "“{where}”不是服务器地址：请输入 HOST 或 HOST:PORT",
  "“{words}” is not understood: only “tls” may follow": "无法识别“{words}”：后面只能加“tls”",
  "A port is a number from 1 to 65535, not {port}": "端口应为 1 到 65535 之间的数字，而不是 {port}",
  "“{room}” cannot be the name of a room": "“{room}”不能作为房间名",
  "Cannot change {key} in the settings file: change it by hand":
    "无法在设置文件中修改 {key}：请手动修改",

  "Gave up on {where}: {reason}": "放弃连接 {where}：{reason}",
  "1 line was not confirmed by the server:": "有 1 行没有得到服务器确认：",
  "{count} lines were not confirmed by the server:": "有 {count} 行没有得到服务器确认：",
  "; if it speaks TLS on this port, add --tls": "；如果它在这个端口上使用 TLS，请加上 --tls",
  "Cannot join at {where}: {reason}": "无法加入 {where}：{reason}",
  "the password is wrong, or there is no such account": "密码错误，或没有这个帐号",
  'The server does not accept the name "{nick}": {reason}': "服务器不接受名字“{nick}”：{reason}",
  "The server at {where} does not let us in: {reason}": "{where} 的服务器不让我们登录：{reason}",
  'Cannot log in to {where} as "{account}": {reason}':
    "无法用帐号“{account}”登录 {where}：{reason}",
  "a password is not sent where others can read it: connect with --tls, or allow it with --allow-plaintext-password":
    "别人能读到时不发送密码：请用 --tls 连接，或用 --allow-plaintext-password 允许",
  "the server asks for the password itself, and did not need it before (SCRAM): somebody may be in its place. If that is as it should be, allow it with --allow-plaintext-password":
    "服务器要求密码本身，而以前不需要（SCRAM）：可能有人冒充它。如果确实如此，请用 --allow-plaintext-password 允许",
  "Your password goes over a connection that others can read": "你的密码经过别人能读到的连接发送",
  "Everybody on this machine can read the password file {path}: chmod 600":
    "这台机器上的所有人都能读密码文件 {path}：请 chmod 600",
  "The server has confirmed nothing for {count} seconds": "服务器 {count} 秒没有确认任何内容",
  'The name "{nick}" has an account: if it is yours, log in with --account {nick}':
    "名字“{nick}”有帐号：如果是你的，请用 --account {nick} 登录",
  "The server does not read what we send": "服务器不读取我们发送的内容",
  "The server sends lines that are not of the IRC protocol; they are left out":
    "服务器发来的一些行不是 IRC 协议，已略去",
  "Wrong password for {where}: {reason}": "{where} 的密码错误：{reason}",
  "{where} asks for a password: {how} ({reason})": "{where} 需要密码：{how}（{reason}）",
  "give it with --server-password-file FILE or CHAT_SERVER_PASSWORD":
    "请用 --server-password-file FILE 或 CHAT_SERVER_PASSWORD 给出",
  "give it with --password-file FILE or CHAT_PASSWORD, and an account's with --account NAME too":
    "请用 --password-file FILE 或 CHAT_PASSWORD 给出；帐号的密码还要加上 --account NAME",
};
