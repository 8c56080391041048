import { DomainError } from "@/server/domain/errors";
import { resolveKind } from "@/server/domain/nodes/registry";
import type { Workflow } from "@/server/domain/workflow/schema";
import { currentProvider } from "@/server/models/provider";

const askingKinds: ReadonlySet<string | undefined> = new Set(["llm", "agent"]);

/**
 * Refuses at once what would fail at its first model call.
 * @throws DomainError model_not_configured when a node names no model and there is none to ask instead
 */
export function requireModel({ nodes }: Pick<Workflow, "nodes">, provider = currentProvider()): void {
  if (provider.defaultModel !== undefined) return;
  const unnamed = nodes.find((node) => askingKinds.has(resolveKind(node.type)) && !node.config.model);
  if (!unnamed) return;
  throw new DomainError(
    "model_not_configured",
    `${unnamed.title ?? unnamed.id} names no model and there is no default. Choose a model, or set SIGNALBOX_DEFAULT_MODEL.`,
  );
}
