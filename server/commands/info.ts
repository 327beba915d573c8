import type { UserCommand } from "./context.ts";

export const INFO_COMMANDS: Readonly<Record<string, UserCommand>> = {};

export function sendLusers(_server: unknown, _session: unknown): void {}
export function sendMotd(_server: unknown, _session: unknown): void {}
