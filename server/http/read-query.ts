import type { z } from "zod";
import { DomainError } from "@/server/domain/errors";
import { describeZodError } from "@/server/http/edge";

/** Reads the query of a request; `tenant_id` is the edge's own. @throws DomainError bad_request, also for a name given twice */
export function readQuery<Schema extends z.ZodType>(url: URL, schema: Schema): z.output<Schema> {
  const given: Record<string, string> = {};
  for (const [name, value] of url.searchParams) {
    if (name === "tenant_id") continue;
    if (Object.hasOwn(given, name)) throw new DomainError("bad_request", `${name} is given twice.`);
    given[name] = value;
  }
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new DomainError("bad_request", describeZodError(parsed.error));
}
