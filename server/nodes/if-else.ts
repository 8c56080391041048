import { decideIfElse } from "@/server/domain/nodes/if-else";
import type { ConfigOf } from "@/server/domain/nodes/registry";
import type { NodeExecutor } from "@/server/nodes/executor";

export const executeIfElse: NodeExecutor<ConfigOf<"if-else">> = async ({ config, context }) => ({
  ...decideIfElse(config, context),
  input: config,
});
