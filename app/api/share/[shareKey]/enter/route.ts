import { z } from "zod";
import { readBody } from "@/server/http/edge";
import { handleSharedRequest, isServedSecurely } from "@/server/http/public-edge";
import { checkPassword } from "@/server/services/share/enter-shared-app";
import { letIn } from "@/server/services/share/visitor";

const body = z.strictObject({ password: z.string().min(1).max(200).optional() });

/** Lets a visitor in, with the password where the page asks for one, and gives the cookie by which the visitor is known. */
export async function POST(request: Request, { params }: { params: Promise<{ shareKey: string }> }): Promise<Response> {
  return handleSharedRequest(request, (await params).shareKey, async ({ app, address }) => {
    const { password } = await readBody(request, body);
    await checkPassword(app, password, address);
    const { cookie } = letIn(request.headers.get("cookie"), app, { isSecure: isServedSecurely() });
    return new Response(null, { status: 204, headers: { "set-cookie": cookie } });
  });
}
