import { DomainError } from "@/server/domain/errors";
import type { Principal } from "@/server/services/access/principal";

/** What concerns the installation as a whole is for administrators. @throws DomainError forbidden */
export function requireAdmin({ role }: Principal): void {
  if (role !== "admin") throw new DomainError("forbidden", "Only an administrator can do this.");
}
