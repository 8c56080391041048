import { isJsonObject, type Json, type JsonObject } from "../json";
import { refuse, type Result } from "../result";
import type { NodeKind } from "../workflow/schema";
import { stageOf } from "./address";

/** What a piece came to, as templates read it. */
export interface PieceValue {
  text: string | null;
  output: Json;
}

/** What a person changes of it; what is left out stays. */
export interface ValueEdit {
  text?: string | undefined;
  output?: Json | undefined;
}

interface Piece {
  address: string;
  kind: NodeKind;
}

const outputKinds: ReadonlySet<NodeKind> = new Set([
  "start",
  "llm",
  "agent",
  "tool",
  "code",
  "human-input",
  "iteration",
  "loop",
  "sub-workflow",
  "assigner",
  "knowledge-retrieval",
  "template-transform",
]);
const textKinds: ReadonlySet<NodeKind> = new Set(["llm", "agent", "code", "tool", "answer", "template-transform"]);
/** Their output tells of the call; only an answer by a schema is more than that. */
const modelKinds: ReadonlySet<NodeKind> = new Set(["llm", "agent"]);
const callStage = /^\d+\.\d+$/;

/**
 * Which parts of what a piece came to a person can change. Of an agent's stages only a call's result can: what a model said
 * in a round is tied to the calls it made.
 */
export function editableParts({ address, kind }: Piece, value: PieceValue): { text: boolean; output: boolean } {
  const stage = stageOf(address);
  if (stage !== undefined) return { text: callStage.test(stage) && contentOf(value) !== undefined, output: false };
  return {
    text: textKinds.has(kind) && (value.text !== null || value.output === null),
    output: outputKinds.has(kind) && (modelKinds.has(kind) ? hasAnswerBySchema(value) : isOutputOwn(value)),
  };
}

/** What a person reads as a piece's text: of a call what the model was told. */
export function textOfPiece({ address }: Piece, value: PieceValue): string | null {
  return stageOf(address) === undefined ? value.text : (contentOf(value) ?? null);
}

/** What a piece came to once it is edited. Issues have the code `not_editable` or `invalid_value`. */
export function editValue(piece: Piece, value: PieceValue, { text, output }: ValueEdit): Result<PieceValue> {
  const parts = editableParts(piece, value);
  if ((text !== undefined && !parts.text) || (output !== undefined && !parts.output)) {
    return refusal("not_editable", "What this piece came to can not be changed. Choose the piece before or after it.");
  }
  if (stageOf(piece.address) !== undefined) {
    const call: JsonObject = isJsonObject(value.output) ? value.output : {};
    return { ok: true, value: text === undefined ? value : { ...value, output: { ...call, content: text } } };
  }
  if (piece.kind === "assigner" && output !== undefined) {
    if (!isJsonObject(output) || !isJsonObject(output.state_updates))
      return refusal("invalid_value", "An assigner's output is an object with the object state_updates.");
  }
  if (piece.kind === "start" && output !== undefined && !isJsonObject(output))
    return refusal("invalid_value", "The inputs are an object with one value by name.");
  return { ok: true, value: { text: text ?? value.text, output: output === undefined ? value.output : output } };
}

function hasAnswerBySchema({ output }: PieceValue): boolean {
  return isJsonObject(output) && output.json !== undefined;
}

/** Where a piece came to a text only, the text is what there is to change. */
function isOutputOwn({ text, output }: PieceValue): boolean {
  return output !== null || text === null;
}

function contentOf({ output }: PieceValue): string | undefined {
  return isJsonObject(output) && typeof output.content === "string" ? output.content : undefined;
}

function refusal(code: string, message: string): Result<never> {
  return refuse([{ code, severity: "error", message }]);
}
