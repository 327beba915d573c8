import { maskSecrets } from "../commands/secrets.ts";
import { formatMessage } from "../../protocol/message.ts";
import type { MessageKind, QueuedEvent } from "../events.ts";
import type { ServerInfo } from "../session/server_info.ts";
import { messageLines } from "./message_lines.ts";
import type { MultilineLimits, OutgoingMessage } from "./message_lines.ts";
import { quietDraft } from "./outbox.ts";
import type { Outbox, OutboxDraft } from "./outbox.ts";

/** The tag of a message that replies to another: IRCv3, "Reply client tag". */
const REPLY_TAG = "+draft/reply";

/** Options for {@linkcode Sender}. */
export interface SenderOptions {
  readonly info: ServerInfo;
  readonly outbox: Outbox;
  /** The limits of draft/multiline; undefined without that capability. */
  readonly multiline: () => MultilineLimits | undefined;
  readonly now: () => number;
  readonly emit: (event: QueuedEvent) => void;
}

/** Options for {@linkcode Sender.command}. */
export interface CommandOptions {
  /** The typed text. */
  readonly text: string;
  /** The name that the server's refusal will name; the first parameter if not given. */
  readonly target?: string;
  /** False for a command that must not be sent twice. */
  readonly repeat?: boolean;
}

/** Puts messages and commands into the outbox. */
export class Sender {
  readonly #options: SenderOptions;
  #batches = 0;

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  /** Sends a message, whose text may have several lines. */
  message(
    target: string,
    text: string,
    { kind, replyTo }: { readonly kind: MessageKind; readonly replyTo?: string | undefined },
  ): void {
    const { info, outbox, now, emit } = this.#options;
    const tags = replyTo === undefined ? undefined : new Map([[REPLY_TAG, replyTo]]);
    const drafts = this.#linesOf({ target, text, kind, tags });
    const time = now();
    const channel = info.channelOf(target);
    const about = { target, conversation: channel ?? target, room: channel !== undefined };
    for (const draft of drafts) {
      const { id, text } = outbox.push(draft);
      emit({ type: "queued", time, id, kind, ...about, text, replyTo });
    }
    outbox.pump();
  }

  /** How many messages a text becomes, by the server's limits as far as they are known. */
  count(target: string, text: string): number {
    return this.#linesOf({ target, text, kind: "message" }).length;
  }

  /** Sends a command that was typed. */
  command(command: string, params: readonly string[], options: CommandOptions): void {
    const { outbox } = this.#options;
    outbox.push({
      line: formatMessage({ command, params }),
      command,
      target: options.target ?? params[0] ?? "",
      text: maskSecrets(options.text),
      kind: undefined,
      repeat: options.repeat ?? true,
      quiet: false,
    });
    outbox.pump();
  }

  /** Sends a command of the client itself. */
  quietly(
    command: string,
    params: readonly string[],
    tags?: ReadonlyMap<string, string>,
  ): void {
    const { outbox } = this.#options;
    outbox.push(quietDraft(command, params, tags));
    outbox.pump();
  }

  #linesOf(message: OutgoingMessage): OutboxDraft[] {
    const { info, multiline } = this.#options;
    return messageLines(message, {
      sourceBytes: info.sourceBytes,
      multiline: multiline(),
      reference: () => `m${++this.#batches}`,
    });
  }
}
