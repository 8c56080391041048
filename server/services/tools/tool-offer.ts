import { z } from "zod";
import { jsonObjectSchema } from "@/server/domain/nodes/config-fields";

/** What a server offers now in place of a pinned tool; stored on the tool. */
const toolOfferSchema = z.discriminatedUnion("state", [
  z.object({ state: z.literal("gone") }),
  z.object({ state: z.literal("changed"), hash: z.string(), description: z.string(), inputSchema: jsonObjectSchema }),
]);
export type ToolOffer = z.infer<typeof toolOfferSchema>;

export function readOffer(stored: unknown): ToolOffer | undefined {
  return toolOfferSchema.safeParse(stored).data;
}
