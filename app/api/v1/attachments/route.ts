import { largestFileOfAll } from "@/server/domain/attachments/file-type";
import { handleRequest } from "@/server/http/edge";
import { readUpload } from "@/server/http/read-upload";
import { keepAttachment } from "@/server/services/attachments/keep-attachment";

/** Takes a file that is to come with a message: multipart form data with the field `file`. */
export function POST(request: Request): Promise<Response> {
  return handleRequest(request, async ({ principal }) => {
    const { file } = await readUpload(request, { fileField: "file", textFields: [], largestBytes: largestFileOfAll });
    const owner = { tenantId: principal.tenantId, ownerId: principal.personId };
    return Response.json(await keepAttachment(owner, file), { status: 201 });
  });
}
