"use client";

import { Plus } from "lucide-react";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useState } from "react";

import { Button } from "@/components/ui/button";
import { PageBody, PageHeader } from "@/components/ui/page-header";
import { SearchInput } from "@/components/ui/search-input";
import { SegmentedControl } from "@/components/ui/segmented-control";

import { AppsTab } from "./apps-tab";
import { ServerDialog } from "./server-dialog";
import { ServersTab } from "./servers-tab";
import { ToolResults } from "./tool-results";
import { readToolFilters, type ToolFilters, toolsHref } from "./tools-address";

/** Stored tools, the MCP servers that offer some, and the apps that are offered to others. What is shown is in the address. */
export function ToolsPage() {
  const filters = readToolFilters(useSearchParams());
  // Typing must not wait for the router, so the box has its own text and the address follows.
  const [text, setText] = useState(filters.query);
  const [isAdding, setIsAdding] = useState(false);
  const show = (next: Partial<ToolFilters>) =>
    window.history.replaceState(null, "", toolsHref({ ...filters, query: text, ...next }));

  return (
    <>
      <PageHeader
        crumbs={[{ label: "Tools" }]}
        actions={
          filters.tab === "servers" ? (
            <Button variant="primary" size="sm" onClick={() => setIsAdding(true)}>
              <Plus aria-hidden />
              Add MCP server
            </Button>
          ) : filters.tab === "tools" ? (
            <Button asChild variant="primary" size="sm">
              <Link href="/tools/new">
                <Plus aria-hidden />
                New tool
              </Link>
            </Button>
          ) : null
        }
      />
      <PageBody>
        <div className="mb-4 flex flex-wrap items-center gap-3">
          <SegmentedControl
            label="What to show"
            value={filters.tab}
            onValueChange={(tab) => show({ tab, isArchived: false })}
            segments={[
              { value: "tools", label: "Tools" },
              { value: "servers", label: "MCP servers" },
              { value: "apps", label: "Served apps" },
            ]}
          />
          {filters.tab === "tools" ? (
            <>
              <SearchInput
                label="Search tools"
                value={text}
                onValueChange={(query) => {
                  setText(query);
                  show({ query });
                }}
                className="w-full sm:w-72"
              />
              <SegmentedControl
                label="Which tools"
                value={filters.isArchived ? "archived" : "active"}
                onValueChange={(which) => show({ isArchived: which === "archived" })}
                segments={[
                  { value: "active", label: "Active" },
                  { value: "archived", label: "Archived" },
                ]}
              />
            </>
          ) : null}
        </div>
        {filters.tab === "tools" ? (
          <ToolResults
            filters={filters}
            onClearSearch={() => {
              setText("");
              show({ query: "" });
            }}
            onShowServers={() => show({ tab: "servers" })}
          />
        ) : filters.tab === "servers" ? (
          <ServersTab onAdd={() => setIsAdding(true)} />
        ) : (
          <AppsTab />
        )}
      </PageBody>
      {isAdding ? <ServerDialog onClose={() => setIsAdding(false)} /> : null}
    </>
  );
}
