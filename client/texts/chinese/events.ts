/** Events, as their lines, notes and records say them. */
export const EVENT_TEXTS: Readonly<Record<string, string>> = {
  "{name} joined {room}": "{name} 进入了 {room}",
  "{name} left {room}": "{name} 离开了 {room}",
  "{name} was removed from {room} by {by}": "{name} 被 {by} 移出了 {room}",
  "In {room}: {names}": "{room} 里有：{names}",
  "In {room}: {names} and {count} more": "{room} 里有：{names}，还有 {count} 人",
  "{target} has mode {modes}": "{target} 的模式是 {modes}",
  "{by} invited you to {room}": "{by} 邀请你进入 {room}",
  "{by} invited {name} to {room}": "{by} 邀请 {name} 进入 {room}",
  "You are back": "你回来了",
  "You are away": "你暂时离开了",
  "{name} is online": "{name} 上线了",
  "{name} is offline": "{name} 不在线",
  "{room} has no topic": "{room} 没有话题",
  "Topic of {room}: {topic}": "{room} 的话题：{topic}",
  "{mask}, by {by}": "{mask}，由 {by} 设置",
  "Nobody is kept out of {room}": "没有人被禁止进入 {room}",
  "Kept out of {room}:": "被禁止进入 {room}：",
  "{name} removed the topic of {room}": "{name} 清除了 {room} 的话题",
  "{name} set the topic of {room}: {topic}": "{name} 设置了 {room} 的话题：{topic}",

  "not done": "没有执行",
  "not sent": "没有发送",
  "{count} characters of the paste were left out": "粘贴的内容太长，有 {count} 个字符被省略",
  "Connected as {name}": "已连接，名字 {name}",
  "Connected again as {name}": "已重新连接，名字 {name}",
  "Connection lost: {reason}": "连接断开：{reason}",
  "{what}. Trying again in {seconds} s": "{what}。{seconds} 秒后重试",

  "you → {name}": "你 → {name}",
  "{name} → you": "{name} → 你",
  "(notice)": "(通知)",
  "1 message": "1 条消息",
  "No messages": "没有消息",
  "{count} messages": "{count} 条消息",
  "{count} in {room}": "{room} 中：{count}",
  "{count} with “{words}”": "含有“{words}”的：{count}",
  "{count} with “{words}” in {room}": "{room} 中含有“{words}”的：{count}",

  "name": "名字",
  "from": "来自",
  "account": "帐号",
  "rooms": "房间",
  "server": "服务器",
  "idle": "空闲",
  "since": "上线",

  "Now chatting in {where} as {nick}": "{nick} 在 {where} 的聊天",
  "Now chatting with {where} as {nick}": "{nick} 与 {where} 的聊天",
  "a message of {name} was removed by {by}": "{name} 的一条消息已被 {by} 删除",

  "Cannot connect": "无法连接",
  "Cannot connect to {where}: {reason}": "无法连接 {where}：{reason}",
  "nobody listens there": "那里没有服务器在监听",
  "the connection was reset": "连接被重置",
  "the connection was closed": "连接已关闭",
  "the connection was cut": "连接被切断",
  "there is no host of that name": "没有这个名字的主机",
  "start a server there with: chat serve --port {port}":
    "可以在那里启动服务器：chat serve --port {port}",
  "is the server running, and is its --host an address that others can reach?":
    "服务器在运行吗？它的 --host 是别人能访问的地址吗？",
  "the server's certificate is an authority's: make one with openssl's {option}":
    "服务器的证书是 CA 证书：请用 openssl 的 {option} 生成证书",
  "connect to it by that name, with --host": "请用 --host 以那个名字连接",
  "The server asks for TLS: connecting to {where}": "服务器要求使用 TLS：正在连接 {where}",
  "{reason} (this server has asked to be reached with TLS only)":
    "{reason}（该服务器要求只用 TLS 连接）",
  "its certificate has another fingerprint, {shown}: somebody may be in its place. If it has a new certificate, give this one with --tls-fingerprint":
    "它的证书指纹不同，为 {shown}：可能有人冒充它。如果它换了证书，请用 --tls-fingerprint 指定这个指纹",
  "this program is built with Deno {version}, which cannot check fingerprints safely; trust the certificate with --tls-ca FILE, or use Deno 2.{minor} or later":
    "本程序基于 Deno {version}，无法安全地核对指纹；请用 --tls-ca FILE 信任该证书，或使用 Deno 2.{minor} 或更新的版本",
  "for a certificate of your own, give its authority with --tls-ca FILE":
    "如果是自签证书，请用 --tls-ca FILE 指定其 CA",
  "does the server speak TLS on this port?": "服务器在这个端口上使用 TLS 吗？",
  "The server closed the connection": "服务器关闭了连接",
  "The server did not let us in within {count} seconds": "服务器在 {count} 秒内没有让我们登录",
  "Nothing came from the server for {count} seconds": "{count} 秒没有收到服务器的任何内容",
  "The connection broke before the server answered": "服务器回复之前连接断开了",
  "no answer within {count} seconds": "{count} 秒内没有应答",

  "A line ({command}) cannot be shown: it is too long": "有一行（{command}）无法显示：太长",
  "A line ({command}) cannot be shown: it is not UTF-8": "有一行（{command}）无法显示：不是 UTF-8",
  "A line of the server ({command}) was not understood: {reason}":
    "无法理解服务器的一行（{command}）：{reason}",
  "the server has no accounts (no SASL)": "服务器没有帐号功能（不支持 SASL）",
  "the server knows only these ways to log in: {mechanisms}":
    "服务器只支持这些登录方式：{mechanisms}",
  "SASL authentication failed": "SASL 认证失败",
  "the server did not prove that it knows the account": "服务器没有证明它知道这个帐号",
  "the server's challenge is malformed": "服务器的质询格式错误",
  "there is no such file": "没有这个文件",
  "permission is denied": "没有权限",
  "it is a folder": "这是一个文件夹",
  "Another name: ": "换一个名字：",
  "Will be sent once connected: {text}": "连接后发送：{text}",
  "The input is not UTF-8: its other bytes were replaced": "输入不是 UTF-8：其他字节已被替换",
  "Cannot read standard input: {reason}": "无法读取标准输入：{reason}",
  "{count} lines wait, as the server takes no more at once: about {seconds} s":
    "{count} 行在等待，服务器一次收不了更多：约 {seconds} 秒",
  "{count} lines and the rest of the input wait: about {seconds} s for these lines":
    "{count} 行和其余输入在等待：这些行约需 {seconds} 秒",
  "There are more: add from:NICK, before:DATE or after:DATE":
    "还有更多：可用 from:名字、before:日期 或 after:日期 缩小范围",
};
