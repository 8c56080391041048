import { z } from "zod";
import { defineNode, singlePort } from "./definition";

/** Where every run begins. The inputs themselves are declared by the document. */
export const startNode = defineNode({
  kind: "start",
  aliases: [],
  label: "Start",
  description: "Begins the run and declares its inputs.",
  group: "flow",
  configSchema: z.object({}),
  initialConfig: {},
  isPure: true,
  ports: () => [...singlePort],
  outputs: () => [{ path: "output", type: "any", description: "The run's inputs by name" }],
  sources: () => [],
  summary: () => "The run's inputs",
  fields: {},
});
