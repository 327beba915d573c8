import { assertEquals } from "@std/assert";
import { makeAccount } from "../harness/accounts.ts";
import type { IrcTestClient } from "../harness/irc_client.ts";
import type { TestServer } from "../harness/server.ts";
import { enterNode } from "./node.ts";

/** Flags of a node on which a test registers as many accounts as it needs. */
export const ARGS = ["--accounts-per-address", "0"];

/** Enters a node and registers an account for the nickname. */
export async function owner(node: TestServer, nickname: string): Promise<IrcTestClient> {
  const client = await enterNode(node, nickname);
  await makeAccount(client);
  return client;
}

/** Makes a login token; returns its id and itself. */
export async function makeToken(client: IrcTestClient): Promise<{ id: string; token: string }> {
  await client.send("LOGINTOKEN CREATE :phone");
  const { params } = await client.waitFor("LOGINTOKEN");
  const [word, , id = "", token = ""] = params;
  assertEquals(word, "CREATED");
  return { id, token };
}

/** Waits until a node has applied what somebody on another one has done, who is in #1. */
export async function catchUp(node: TestServer, writer: IrcTestClient): Promise<void> {
  using reader = await enterNode(node, `r${crypto.randomUUID().slice(0, 6)}`);
  await writer.send("PRIVMSG #1 :done");
  await reader.waitFor("the message", ({ params }) => params[1] === "done");
}
