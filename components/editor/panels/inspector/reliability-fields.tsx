"use client";

import { Field } from "@/components/ui/field";
import { Select, type SelectOption } from "@/components/ui/select";
import type { NodeKind, onErrorPolicies, RetryPolicy } from "@/server/domain/workflow/schema";
import { updateNode, type NodePatch } from "@/components/editor/commands/update-node";
import { NumberField } from "@/components/editor/fields/number-field";
import { useBurst } from "@/components/editor/fields/use-burst";
import { nodesById } from "@/components/editor/graph";
import { useEditor } from "@/components/editor/store-context";

type OnError = (typeof onErrorPolicies)[number];

const policies: readonly SelectOption<OnError>[] = [
  { value: "fail", label: "Fail the run" },
  { value: "continue", label: "Go on", description: "As if it had completed, without an output." },
  { value: "branch", label: "Take the error branch", description: "A way out of its own for the failure." },
];

const noRetry: RetryPolicy = { max_attempts: 1, backoff_ms: 500 };

/** How often a node is tried, and what its failure means for the run. */
export function ReliabilityFields({ nodeId, kind }: { nodeId: string; kind: NodeKind }) {
  const retry = useEditor((state) => nodesById(state.graph).get(nodeId)?.retry);
  const onError = useEditor((state) => nodesById(state.graph).get(nodeId)?.on_error ?? "fail");
  const isReadOnly = useEditor((state) => state.session.isReadOnly);
  const burst = useBurst(`reliability:${nodeId}`);
  const update = (patch: NodePatch) => burst.commit((graph) => updateNode(graph, { nodeId, patch }));
  const updateRetry = (patch: Partial<RetryPolicy>) => {
    const next = { ...noRetry, ...retry, ...patch };
    update({ retry: next.max_attempts <= 1 && patch.backoff_ms === undefined ? undefined : next });
  };
  // A choice without a result has no way on, so a failed one can not simply go on.
  const choices = kind === "if-else" ? policies.filter((policy) => policy.value !== "continue") : policies;
  return (
    <>
      <div className="grid grid-cols-2 gap-3">
        <NumberField
          label="Attempts"
          placeholder="1"
          value={retry?.max_attempts}
          isReadOnly={isReadOnly}
          onEnd={burst.end}
          onChange={(value) => updateRetry({ max_attempts: clamp(value ?? 1, 1, 10) })}
        />
        <NumberField
          label="First wait in ms"
          placeholder={String(noRetry.backoff_ms)}
          value={retry?.backoff_ms}
          isReadOnly={isReadOnly}
          onEnd={burst.end}
          onChange={(value) => updateRetry({ backoff_ms: clamp(value ?? noRetry.backoff_ms, 0, 600_000) })}
        />
      </div>
      <Field label="After the last attempt">
        {(control) => (
          <Select
            {...control}
            value={onError}
            disabled={isReadOnly}
            options={choices}
            onValueChange={(next) => {
              update({ on_error: next === "fail" ? undefined : next });
              burst.end();
            }}
          />
        )}
      </Field>
    </>
  );
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, Math.round(value)));
}
