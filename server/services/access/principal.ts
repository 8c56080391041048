/** Who is asking, as every service sees it. All rows and queries are scoped by `tenantId` and, where owned, `personId`. */
export interface Principal {
  tenantId: string;
  personId: string;
  personName: string;
  role: "admin" | "author" | "viewer";
}

/** The tenant and the person that exist before there are accounts. */
export const localTenantId = "public";
export const localPersonId = "local";

/** Who works here before there are accounts, for what the server itself does in their name. */
export const localPrincipal: Principal = {
  tenantId: localTenantId,
  personId: localPersonId,
  personName: "You",
  role: "admin",
};
