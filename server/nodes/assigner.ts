import { decideAssigner } from "@/server/domain/nodes/assigner";
import type { ConfigOf } from "@/server/domain/nodes/registry";
import type { NodeExecutor } from "@/server/nodes/executor";

export const executeAssigner: NodeExecutor<ConfigOf<"assigner">> = async ({ config, context }) => ({
  ...decideAssigner(config, context),
  input: config,
});
