import { z } from "zod";
import { readBody } from "@/server/http/edge";
import { enteredVisitor, handleSharedRequest, isServedSecurely } from "@/server/http/public-edge";
import { sayToSharedApp } from "@/server/services/share/talk-to-shared-app";
import { letIn } from "@/server/services/share/visitor";

const body = z.strictObject({
  session_id: z.string().min(1).max(200).optional(),
  message: z.string().trim().min(1, "Write a message.").max(20_000),
  inputs: z.record(z.string(), z.json()).default({}),
});

/** Accepts a message of a visitor, who is given a cookie with the first. */
export async function POST(request: Request, { params }: { params: Promise<{ shareKey: string }> }): Promise<Response> {
  return handleSharedRequest(request, (await params).shareKey, async (shared) => {
    const { app, address } = shared;
    const entered = enteredVisitor(shared);
    const said = await readBody(request, body);
    const { visitor, cookie } = letIn(request.headers.get("cookie"), app, { isSecure: isServedSecurely() });
    const accepted = await sayToSharedApp(
      app,
      visitor,
      {
        sessionId: said.session_id,
        message: said.message,
        inputs: said.inputs,
        idempotencyKey: request.headers.get("idempotency-key")?.slice(0, 100) ?? undefined,
      },
      address,
    );
    return Response.json(
      { run_id: accepted.runId, session_id: accepted.sessionId },
      { status: 202, headers: entered?.hasEntered ? {} : { "set-cookie": cookie } },
    );
  });
}
