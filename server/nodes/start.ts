import { defaultPort } from "@/server/domain/nodes/definition";
import type { ConfigOf } from "@/server/domain/nodes/registry";
import type { NodeExecutor } from "@/server/nodes/executor";

/** Hands the run's inputs on. */
export const executeStart: NodeExecutor<ConfigOf<"start">> = async ({ context }) => ({
  port: defaultPort,
  output: context.inputs,
});
