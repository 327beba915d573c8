/** Options of the command: their help, and what is wrong with them. */
export const OPTION_TEXTS: Readonly<Record<string, string>> = {
  "Talk in rooms and with people, on a chat server or any other IRC network.":
    "在聊天服务器或任何 IRC 网络上，进房间聊天，或与人单独聊天。",
  "Your name; if not given, the screen asks for it, and otherwise it is guest and your port number":
    "你的名字；不指定时由全屏界面询问，其他情况下为 guest 加端口号",
  "Enter this room; may be given several times": "进入这个房间；可以多次使用",
  "Talk to this person at the start": "启动后与这个人聊天",
  "The server's name or address (default {host}); of several servers of one network, the next one is tried when one is lost or refuses":
    "服务器的名字或地址（默认 {host}）；如果给出同一网络的几台服务器，一台断开或拒绝时会试下一台",
  "Its port (default {plain}, with --tls {tls})": "服务器的端口（默认 {plain}，用 --tls 时 {tls}）",
  "Connect with TLS": "用 TLS 连接",
  "Also trust the certificates in this PEM file": "同时信任这个 PEM 文件里的证书",
  "Log in to this account": "登录这个帐号",
  "Begin without TLS also with the two above: the server may ask for TLS itself (STS)":
    "即使用了上面两个选项，开始时也不用 TLS：服务器可以自己要求 TLS（STS）",
  '{key} "{text}" is not the SHA-256 fingerprint of a certificate: 64 hexadecimal digits, with or without colons':
    "{key} 的“{text}”不是证书的 SHA-256 指纹：应为 64 个十六进制数字，可以带冒号",
  '{key} "{text}" is not one of {names}': "{key} 的“{text}”不在其中：{names}",
  "Read the password of the account, or of the server if there is no --account, from this file; only its first line is used. The variable CHAT_PASSWORD can hold the password instead":
    "从这个文件读取帐号的密码；没有 --account 时为服务器的密码；只用第一行。也可以把密码放在变量 CHAT_PASSWORD 里",
  "Show the last N messages of a room on entering it, if the server keeps them (default: the setting history on a terminal, none in a script)":
    "进入房间时显示最近 N 条消息，前提是服务器保存历史消息（默认：终端上为设置 history，脚本中不显示）",
  "Print one JSON object per line, for scripts": "每行输出一个 JSON 对象，供脚本使用",
  "On a terminal, use one line to type in and print above it, not the screen":
    "在终端上只用一行输入，消息显示在上方，不用全屏界面",
  "Print plain lines, without colours and line editing": "输出纯文本行，没有颜色和行编辑",
  "Print this text": "显示这段说明",
  "What you type goes to the room or person you talk to. Commands:":
    "输入的内容发给当前聊天的房间或人。命令：",
  "On a terminal, F1 shows the keys, Tab completes names, the arrows bring back earlier lines, Ctrl+D leaves.":
    "在终端上，F1 显示按键，Tab 补全名字，方向键找回以前输入的内容，Ctrl+D 退出。",
  "In a script, chat join delivers the lines of its standard input and leaves:":
    "在脚本里，chat join 发送标准输入的每一行，然后退出：",
  "Read the password that the server asks of everybody from this file, beside that of an account. The variable CHAT_SERVER_PASSWORD can hold it instead":
    "除帐号的密码外，从此文件读取服务器向所有人要求的密码；也可以放在变量 CHAT_SERVER_PASSWORD 里",
  "Send passwords also where others can read them: without TLS to another machine, or to a server that did not need the password itself before":
    "即使别人能读到也发送密码：没有 TLS 连到另一台机器，或服务器以前不需要密码本身",
  "Exit codes: 0 left; 1 cannot connect, or something was not delivered; 2 wrong usage; 3 the name is in use; 4 wrong password":
    "退出码：0 正常退出；1 无法连接，或有内容没有送达；2 用法错误；3 名字已被使用；4 密码错误",

  "Usage: {usage}; see --help": "用法：{usage}；详见 --help",
  'There is no option "{option}"': "没有选项“{option}”",
  'Cannot use "{word}": rooms are given with --room, your name with --user':
    "无法使用“{word}”：房间用 --room 指定，你的名字用 --user 指定",
  "{option} needs a value": "{option} 需要一个值",
  "{option} can be given only once": "{option} 只能使用一次",
  '{option} must be a number from {min} to {max}, not "{text}"':
    "{option} 应为 {min} 到 {max} 之间的数字，而不是“{text}”",
  '{option} "{name}" is not a name: use letters, digits and {marks}, with no digit or - at the start':
    "{option} 的“{name}”不是名字：请用字母、数字和 {marks}，开头不能是数字或 -",
  "--room can be given at most {max} times": "--room 最多使用 {max} 次",
  '--room "{room}" is not a room: its name cannot have spaces, commas or colons':
    "--room 的“{room}”不是房间：房间名不能有空格、逗号或冒号",
  "--account {account} needs its password: --password-file FILE or CHAT_PASSWORD":
    "--account {account} 需要密码：--password-file FILE 或 CHAT_PASSWORD",
  'Cannot read the certificates "{path}": {reason}': "无法读取证书文件“{path}”：{reason}",
  'Cannot read the password file "{path}": {reason}': "无法读取密码文件“{path}”：{reason}",
  'The password file "{path}" is empty': "密码文件“{path}”是空的",
  "Password of {account}:": "{account} 的密码：",
  "chat has failed, which is an error in it: {text}": "chat 出错了，这是它自身的错误：{text}",
};
