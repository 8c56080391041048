import { decideEnd } from "@/server/domain/nodes/end";
import type { ConfigOf } from "@/server/domain/nodes/registry";
import type { NodeExecutor } from "@/server/nodes/executor";

export const executeEnd: NodeExecutor<ConfigOf<"end">> = async ({ config, context }) => decideEnd(config, context);
