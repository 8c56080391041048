"use client";

import { ChevronDown, ChevronUp } from "lucide-react";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { IconButton } from "@/components/ui/icon-button";
import type { CanvasActions } from "@/components/editor/canvas/canvas-actions";
import type { DrawerTab } from "@/components/editor/store";
import { useEditor, useEditorStore } from "@/components/editor/store-context";
import { ResizeHandle } from "@/components/editor/panels/resize-handle";
import { useStoredSize } from "@/components/editor/panels/use-stored-size";
import { DslTab } from "./dsl-tab";
import { ProblemsTab } from "./problems-tab";
import { RunLogTab } from "./run-log-tab";

/** Below the canvas: what is wrong, what the run did, and the document as text. Closed it is one line. */
export function Drawer({ actions }: { actions: CanvasActions }) {
  const store = useEditorStore();
  const tab = useEditor((state) => state.session.drawerTab);
  const errors = useEditor((state) => state.issues.filter((issue) => issue.severity === "error").length);
  const warnings = useEditor((state) => state.issues.length) - errors;
  const [height, setHeight] = useStoredSize("drawer", { initial: 240, least: 120, most: 560 });
  const toggle = (next: DrawerTab) => store.updateSession({ drawerTab: tab === next ? null : next });
  return (
    <section
      aria-label="Details"
      className="relative flex shrink-0 flex-col border-t border-border bg-background"
      style={tab ? { height } : undefined}
    >
      {tab ? <ResizeHandle label="Resize details" edge="top" size={height} onResize={setHeight} /> : null}
      <Tabs value={tab ?? ""} className="min-h-0 flex-1">
        <div className="flex items-center border-b border-border pr-2 pl-3 select-none">
          <TabsList className="flex-1 border-none">
            <TabsTrigger value="problems" onClick={() => toggle("problems")}>
              Problems
              <ProblemCount errors={errors} warnings={warnings} />
            </TabsTrigger>
            <TabsTrigger value="run-log" onClick={() => toggle("run-log")}>
              Run log
            </TabsTrigger>
            <TabsTrigger value="dsl" onClick={() => toggle("dsl")}>
              DSL
            </TabsTrigger>
          </TabsList>
          <IconButton
            size="sm"
            label={tab ? "Close details" : "Open details"}
            onClick={() => store.updateSession({ drawerTab: tab ? null : "problems" })}
          >
            {tab ? <ChevronDown /> : <ChevronUp />}
          </IconButton>
        </div>
        <TabsContent value="problems" className="overflow-y-auto">
          <ProblemsTab actions={actions} />
        </TabsContent>
        <TabsContent value="run-log" className="overflow-y-auto">
          <RunLogTab actions={actions} />
        </TabsContent>
        <TabsContent value="dsl" className="overflow-hidden">
          <DslTab />
        </TabsContent>
      </Tabs>
    </section>
  );
}

function ProblemCount({ errors, warnings }: { errors: number; warnings: number }) {
  if (errors === 0 && warnings === 0) return null;
  return (
    <span className={errors > 0 ? "figures text-xs text-failed" : "figures text-xs text-muted-foreground"}>
      {errors > 0 ? errors : warnings}
      <span className="sr-only">{errors > 0 ? " errors" : " warnings"}</span>
    </span>
  );
}
