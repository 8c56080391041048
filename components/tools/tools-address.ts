export const toolTabs = ["tools", "servers", "apps"] as const;
export type ToolTab = (typeof toolTabs)[number];

export interface ToolFilters {
  tab: ToolTab;
  query: string;
  isArchived: boolean;
}

/** What the address of the Tools page says. */
export function readToolFilters(params: { get: (name: string) => string | null }): ToolFilters {
  return {
    tab: toolTabs.find((tab) => tab === params.get("tab")) ?? "tools",
    query: params.get("q") ?? "",
    isArchived: params.get("archived") === "1",
  };
}

export function toolsHref({ tab, query, isArchived }: Partial<ToolFilters>): string {
  const params = new URLSearchParams();
  if (tab && tab !== "tools") params.set("tab", tab);
  if (query) params.set("q", query);
  if (isArchived) params.set("archived", "1");
  const text = params.toString();
  return text ? `/tools?${text}` : "/tools";
}
