/** The windows, which are one file: they are loaded together, after the chat. */

export { SessionsDialog } from "../enter/sessions_dialog.tsx";
export { SearchDialog } from "../search/search_dialog.tsx";
export { ReactionPicker } from "../timeline/message/reaction_picker.tsx";
export { ExportDialog } from "./export_dialog.tsx";
export { KeysDialog } from "./keys_dialog.tsx";
export { OpenDialog } from "./open_dialog.tsx";
export { SettingsDialog } from "./settings_dialog.tsx";
export { SwitcherDialog } from "./switcher_dialog.tsx";
