import type { ConfigOf } from "@/server/domain/nodes/registry";
import { decideTemplateTransform } from "@/server/domain/nodes/template-transform";
import type { NodeExecutor } from "@/server/nodes/executor";

export const executeTemplateTransform: NodeExecutor<ConfigOf<"template-transform">> = async ({ config, context }) => ({
  ...decideTemplateTransform(config, context),
  input: config,
});
