import type { Json } from "../json";

/** A tool that came with a request; the client that sent it runs it. */
export type ClientTool = {
  name: string;
  description: string;
  /** JSON Schema of the arguments; absent for a tool that takes none. */
  parameters?: Json;
};

/** What an AG-UI client gives a run besides the message, as stored on the run. */
export type RunClient = {
  tools: ClientTool[];
  /** Named pieces of information for the model. */
  context: { description: string; value: string }[];
  state: Json;
  forwardedProps: Json;
};
