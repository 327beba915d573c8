import { useId, useState } from "react";

import { messageOf } from "../../../protocol/errors.ts";
import {
  type AnyValue,
  findRow,
  formatValue,
  parseTyped,
  type SettingKey,
  type Settings,
} from "../../settings/mod.ts";
import { t } from "../../texts/mod.ts";
import { askForNotifications } from "../attention/notifications.ts";
import { useSetting } from "../controls/use_setting.ts";
import type { SettingLabel } from "./setting_labels.ts";

interface FieldProps {
  readonly settings: Settings;
  readonly setting: SettingLabel;
}

/** One setting: a switch, a choice, or a field for words. */
export function SettingField({ settings, setting }: FieldProps) {
  const { key, hint, choices } = setting;
  const [problem, setProblem] = useState<string>();
  const hintId = useId();
  const row = findRow(key);
  const change = (value: AnyValue | undefined) => setProblem(changeSetting(settings, key, value));
  const props = { settings, setting, change, hintId };
  return (
    <div className="setting">
      {choices !== undefined
        ? <ChoiceField {...props} />
        : row?.type === "switch"
        ? <SwitchField {...props} setProblem={setProblem} />
        : <WordsField {...props} />}
      <p id={hintId} className="hint">{hint !== undefined && t(hint)}</p>
      <p className="problem" role="alert">{problem}</p>
    </div>
  );
}

interface ControlProps extends FieldProps {
  /** Undefined gives the setting its default. */
  readonly change: (value: AnyValue | undefined) => void;
  readonly hintId: string;
}

function ChoiceField({ settings, setting: { key, label, choices = [] }, change }: ControlProps) {
  const value = useSetting(settings, key);
  const name = useId();
  const chosen = key === "theme" && !settings.isSet(key) ? "" : String(value);
  return (
    <fieldset className="choices-of-setting">
      <legend>{t(label)}</legend>
      <div className="segments">
        {choices.map(([one, text]) => (
          <label key={one}>
            <input
              type="radio"
              name={name}
              value={one}
              checked={chosen === one}
              onChange={() =>
                change(one === "" ? undefined : typeof value === "number" ? Number(one) : one)}
            />
            <span>{t(text)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function SwitchField({ settings, setting: { key, label }, change, hintId, setProblem }:
  & ControlProps
  & { readonly setProblem: (problem: string | undefined) => void }) {
  const isOn = useSetting(settings, key) === true;
  const toggle = async () => {
    const problem = key === "notify.browser" && !isOn ? await askForNotifications() : undefined;
    if (problem === undefined) change(!isOn);
    else setProblem(problem);
  };
  return (
    <label className="switch">
      <span>{t(label)}</span>
      <input
        type="checkbox"
        role="switch"
        checked={isOn}
        aria-describedby={hintId}
        onChange={() => void toggle()}
      />
    </label>
  );
}

function WordsField({ settings, setting: { key, label }, change, hintId }: ControlProps) {
  const value = useSetting(settings, key);
  const text = Array.isArray(value) && value.length === 0 ? "" : formatValue(value);
  const [typed, type] = useState<string>();
  const row = findRow(key);
  const keep = () => {
    if (typed !== undefined && row !== undefined) change(parseTyped(row, typed) as AnyValue);
    type(undefined);
  };
  return (
    <label className="words">
      <span>{t(label)}</span>
      <input
        type="text"
        autoCapitalize="none"
        aria-describedby={hintId}
        value={typed ?? text}
        onChange={(event) => type(event.target.value)}
        onBlur={keep}
        onKeyDown={(event) => event.key === "Enter" && keep()}
      />
    </label>
  );
}

/** Changes a setting; returns why it is not changed, or not kept. */
function changeSetting(
  settings: Settings,
  key: SettingKey,
  value: AnyValue | undefined,
): string | undefined {
  try {
    if (value === undefined) settings.reset(key);
    else settings.set(key, value as never);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}
