import { sanitiseJson } from "@/server/domain/text";
import type { Json } from "@/server/domain/json";
import { progressWriter } from "@/server/progress/writer";
import type { Execution } from "@/server/services/runs/load-execution";
import { packOutput, readOutput } from "@/server/services/runs/node-results";

/** What a step that executes many pieces returns: its answer, or where that is stored. */
export type KeptAnswer<Answer> = { answer: Answer } | { artifactId: string };

/**
 * Keeps an answer that is too large to travel apart, as an output of the piece at an address.
 * @throws FencedError when the run has ended or changed hands
 */
export async function keepAnswer<Answer extends object>(
  execution: Execution,
  address: string,
  answer: Answer,
): Promise<KeptAnswer<Answer>> {
  const { artifact } = packOutput({ output: sanitiseJson(answer as Json) }, address);
  if (!artifact) return { answer };
  await progressWriter.write({ target: execution.target, artifacts: [artifact] });
  return { artifactId: artifact.id };
}

export async function readAnswer<Answer extends object>(
  execution: Execution,
  address: string,
  kept: KeptAnswer<Answer>,
): Promise<Answer> {
  if ("answer" in kept) return kept.answer;
  const { output } = await readOutput(execution, address, kept);
  return output as Answer;
}
