/** The texts of the field for messages in the browser. */
export const PAGE_COMPOSER_TEXTS: Readonly<Record<string, string>> = {
  "Write": "写消息",
  "Message to {name}": "发给 {name} 的消息",
  "A /command": "/命令",
  "Emoji": "表情符号",
  "Suggestions": "建议",
  "Reply to {name}": "回复 {name}",
  "Do not reply": "取消回复",
  "Sent as {count} messages": "将分成 {count} 条消息发送",
  "Pasted marks are sent as they are": "粘贴的标记会原样发送",
  "Use them as styles": "当作样式",
};
