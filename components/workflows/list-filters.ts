/** What the list of workflows shows; lives in the address as `?q=` and `?archived=1`. */
export interface ListFilters {
  query: string;
  isArchived: boolean;
}

interface ReadableParams {
  get(name: string): string | null;
}

/** Whether the address asks for the dialog that makes a workflow. */
export function readIsCreating(params: ReadableParams): boolean {
  return params.get("create") === "1";
}

export function readListFilters(params: ReadableParams): ListFilters {
  return { query: params.get("q")?.trim() ?? "", isArchived: params.get("archived") === "1" };
}

/** The address of the filtered list, with the dialog open or not; what is at its default is left out. */
export function listHref({ query, isArchived }: ListFilters, isCreating = false): string {
  const params = new URLSearchParams();
  if (isCreating) params.set("create", "1");
  if (query.trim() !== "") params.set("q", query.trim());
  if (isArchived) params.set("archived", "1");
  const search = params.toString();
  return search === "" ? "/workflows" : `/workflows?${search}`;
}

/** The question to the server. Page and component both ask with this, so the prefetched answer is found. */
export function toListInput({ query, isArchived }: ListFilters): { query?: string; archived?: boolean } {
  return { query: query === "" ? undefined : query, archived: isArchived ? true : undefined };
}
