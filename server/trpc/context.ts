import type { Principal } from "@/server/services/access/principal";
import { resolvePrincipal } from "@/server/services/access/resolve-principal";

export interface TrpcContext {
  principal: Principal;
}

/** Who calls a procedure. The transport has checked host and origin before. */
export async function createTrpcContext(headers: Headers): Promise<TrpcContext> {
  return { principal: await resolvePrincipal(headers) };
}
