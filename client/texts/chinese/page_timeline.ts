/** The texts of the messages in the browser: what stands beside them, and what one can do. */
export const PAGE_TIMELINE_TEXTS: Readonly<Record<string, string>> = {
  "Messages": "消息",
  "To the newest": "回到最新",
  "1 new message": "1 条新消息",
  "{count} new messages": "{count} 条新消息",
  "Show all {count} characters": "显示全部 {count} 个字符",
  // A message.
  "Send again": "重新发送",
  "Copy to the field": "放回输入框",
  "Go to that message": "转到那条消息",
  "Add a reaction": "添加表情回应",
  "What to do with this message": "对这条消息的操作",
  "React": "表情回应",
  "Reply": "回复",
  "Copy text": "复制文本",
  "Copied": "已复制",
  "The browser does not let this page copy": "浏览器不允许这个网页复制",
  "Ignore {name}": "屏蔽 {name}",
  "Delete": "删除",
  "Delete this message for everybody?": "为所有人删除这条消息？",
  "Cancel": "取消",
  // The reactions.
  "Find an emoji": "查找表情",
  "loading…": "正在加载…",
};
