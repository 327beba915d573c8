/** The texts of entering, and of what the browser keeps. */
export const PAGE_ENTER_TEXTS: Readonly<Record<string, string>> = {
  // The form.
  "Choose a name and a room, then enter. You need no account":
    "起个名字，选个房间，然后进入。不需要账号",
  "Enter with the password of your account": "用你账号的密码进入",
  "The name becomes an account: nobody else can use it any more":
    "这个名字会成为账号，别人就不能再用了",
  "Welcome back: you are logged in as {name} in this browser":
    "欢迎回来：你在这个浏览器中已登录为 {name}",
  "Name": "名字",
  "Rooms": "房间",
  "Put spaces between several. A room that does not exist is created":
    "多个房间用空格隔开。不存在的房间会新建",
  "Enter by another name": "用另一个名字进入",
  "How do you enter?": "你怎样进入？",
  "Guest": "访客",
  "Log in": "登录",
  "Register": "注册",
  "Password": "密码",
  "At least 8 characters; if you forget it, nobody can find it out":
    "至少 8 个字符；忘记了没有人能找回",
  "E-mail address": "电子邮箱",
  "This page has no https: others can read on the way what you type, passwords too":
    "这个页面没有 https：别人能在途中读到你输入的内容，包括密码",
  "Code": "验证码",
  "Password of the server": "服务器的密码",
  "Remember me in this browser": "在这个浏览器中记住我",
  "Stay logged in in this browser": "在这个浏览器中保持登录",
  "Connecting…": "正在连接…",
  "Cancel": "取消",
  "Try again": "再试一次",
  "Enter": "进入",
  "Register and enter": "注册并进入",
  "Choose a password first": "请先设一个密码",
  "Type your password first": "请先输入密码",
  // What went wrong.
  "You are “{name}” in another tab of this browser: go on there, or choose another name here":
    "你已在这个浏览器的另一个标签页中以“{name}”进入：请在那里继续，或在这里换一个名字",
  "“{name}” is taken: choose another name, or log in if it is yours":
    "“{name}”已被使用：请换一个名字；如果是你的，请登录",
  "Somebody else uses “{name}” now: choose another name": "现在有人在用“{name}”：请换一个名字",
  "This server has no accounts: enter as a guest": "这个服务器没有账号：请以访客身份进入",
  "The server cannot be reached: look at your connection, then try again":
    "无法连接服务器：请检查网络，然后再试一次",
  "The password of the server is wrong": "服务器的密码不对",
  "This server asks everybody for its password": "这个服务器要求每个人输入它的密码",
  "This browser is logged out: type your password again": "这个浏览器已退出登录：请重新输入密码",
  "Only people with an account enter here: log in, or register the name":
    "这里只有有账号的人才能进入：请登录，或注册这个名字",
  "This is not the password of “{name}”, or there is no such account":
    "这不是“{name}”的密码，或没有这个账号",
  "Cannot log in: {reason}": "无法登录：{reason}",
  "“{name}” is registered: log in if it is yours, or choose another name":
    "“{name}”已被注册：如果是你的，请登录；否则请换一个名字",
  "Type the code that is sent to your e-mail address. You may close the page until it is there: “I have a code” takes it later":
    "请输入发到你邮箱的验证码。收到之前可以关闭网页：以后用“我有验证码”输入",
  "I have a code": "我有验证码",
  "I have no code yet": "我还没有验证码",
  "Confirm and enter": "确认并进入",
  "Enter with the name that you registered and the code that you were sent":
    "用你注册的名字和收到的验证码进入",
  "Type the code first": "请先输入验证码",
  "“{name}” cannot be confirmed: {reason}": "“{name}”无法确认：{reason}",
  "This code is wrong or too old": "验证码不对或已过期",
  // Logging out.
  "You logged out of this browser in another tab": "你在另一个标签页中退出了这个浏览器",
  "You are logged out here, but the server could not be told: end the login of this browser where you log in next, under “Where you are logged in”":
    "你已在这里退出登录，但未能通知服务器：请在下次登录的地方，在“你在哪里登录了”中结束这个浏览器的登录",
  "Where you are logged in": "你在哪里登录了",
  "Asking the server…": "正在询问服务器…",
  "Log out everywhere else": "退出其他所有登录",
  "Log out of this browser": "退出这个浏览器",
  "Leave and forget me here": "离开并在这里忘记我",
  "Without a name": "没有名称",
  "Since {made}, last used {used}": "自 {made} 起，最近使用于 {used}",
  "Log out {name}": "退出 {name}",
  "Log out": "退出",
  "You are not connected": "你没有连接",
  // What the browser keeps.
  "This browser cannot keep what you type: send it before you close or reload the page":
    "这个浏览器不能保存你输入的内容：请在关闭或重新加载网页之前发送",
  "You do not stay logged in in this browser: {reason}": "你不会在这个浏览器中保持登录：{reason}",
  // New versions.
  "A new version is here": "有新版本",
  "Reload": "重新加载",
  // Registering a name.
  "names cannot be registered on this server": "这个服务器不能注册名字",
  "enter as a guest first, then type /register PASSWORD":
    "请先以访客身份进入，再输入 /register 密码",
  'The name "{nick}" cannot be registered: {reason}': "名字“{nick}”无法注册：{reason}",
};
