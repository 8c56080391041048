import type { ChatApp } from "./types";

/** No app's code looks like this: it stands for the configured agents in the address and in the picker. */
const agentsCode = "~agents";

/** The agents of the page Agents as something to talk to. */
export const agentsApp: ChatApp = {
  code: agentsCode,
  name: "Agents",
  description: "The agents that are configured under Agents: they understand, work and report.",
  opening: null,
  inputs: [],
  suggestions: [],
};

/** What a new conversation names: the app, or nothing for the configured agents. */
export function appCodeOf(app: ChatApp | undefined): string | undefined {
  return app?.code === agentsCode ? undefined : app?.code;
}
