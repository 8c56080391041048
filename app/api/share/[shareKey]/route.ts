import { enteredVisitor, handleSharedRequest } from "@/server/http/public-edge";

/** What a visitor may know of the app: what it is called, what it says first and what it asks for. */
export async function GET(request: Request, { params }: { params: Promise<{ shareKey: string }> }): Promise<Response> {
  return handleSharedRequest(request, (await params).shareKey, async (shared) => {
    enteredVisitor(shared);
    return Response.json(shared.app.view, { headers: { "cache-control": "no-store" } });
  });
}
