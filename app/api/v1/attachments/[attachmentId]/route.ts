import { fileResponse } from "@/server/http/file-response";
import { handleRequest } from "@/server/http/edge";
import { getAttachment, removeAttachment } from "@/server/services/attachments/keep-attachment";

interface Context {
  params: Promise<{ attachmentId: string }>;
}

/** The content of a file. Images may be shown; everything else is only given to be saved. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return handleRequest(request, async ({ principal }) => {
    const owner = { tenantId: principal.tenantId, ownerId: principal.personId };
    return fileResponse(await getAttachment(owner, (await params).attachmentId));
  });
}

/** Removes a file that was not sent yet. */
export function DELETE(request: Request, { params }: Context): Promise<Response> {
  return handleRequest(request, async ({ principal }) => {
    await removeAttachment({ tenantId: principal.tenantId, ownerId: principal.personId }, (await params).attachmentId);
    return new Response(null, { status: 204 });
  });
}
