import { isJsonObject, type Json } from "@/server/domain/json";
import type { ToolResponse } from "@/server/nodes/call-tool";

const skipped: ToolResponse = {
  status: 0,
  headers: {},
  body: {
    skipped: true,
    message:
      "A person chose not to make this call when the run was begun again from an earlier point. Nothing was sent.",
  },
};

/** What a node or a model is told of a call that a person chose not to make. */
export function skippedResponse(): ToolResponse {
  return skipped;
}

/** Whether a response stands for a call that was not made, also where it was kept as a result. */
export function isSkipped(response: Json): boolean {
  return (
    isJsonObject(response) && response.status === 0 && isJsonObject(response.body) && response.body.skipped === true
  );
}
