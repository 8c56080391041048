import { checkReadiness } from "@/server/services/system/check-readiness";

export const dynamic = "force-dynamic";

/** Whether work can be accepted: 200 when database, seed and executor are there, else 503 with what is missing. */
export async function GET(): Promise<Response> {
  const readiness = await checkReadiness();
  return Response.json(readiness, { status: readiness.isReady ? 200 : 503, headers: { "cache-control": "no-store" } });
}
