"use client";

import { Play, Square } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Popover, PopoverAnchor, PopoverContent } from "@/components/ui/popover";
import { toast } from "@/components/ui/toast";
import { hasErrors } from "@/components/editor/issues";
import { useEditor, useEditorStore } from "@/components/editor/store-context";
import { TestForm } from "./test-form";
import type { TestRun } from "./use-test-run";

interface TestPanelProps {
  workflowId: string;
  testRun: TestRun;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** The first visit points at the button once. */
  isHighlighted: boolean;
}

/** The Test button: asks for the inputs where the workflow takes any, runs the draft, and becomes Stop while it runs. */
export function TestPanel({ workflowId, testRun, isOpen, onOpenChange, isHighlighted }: TestPanelProps) {
  const store = useEditorStore();
  const inputs = useEditor((state) => state.graph.inputs);
  const isBroken = useEditor((state) => hasErrors(state.issues));
  const [isPointedAt, setPointedAt] = useState(isHighlighted);

  const press = () => {
    setPointedAt(false);
    if (isBroken) {
      store.updateSession({ drawerTab: "problems" });
      toast.note("This draft has problems to mend before it can run.");
      return;
    }
    if (inputs.length > 0) onOpenChange(!isOpen);
    else void testRun.start({});
  };

  if (testRun.isActive) {
    return (
      <Button isBusy={testRun.isStopping} onClick={testRun.stop}>
        <Square aria-hidden className="fill-current" />
        Stop
      </Button>
    );
  }
  return (
    <Popover open={isOpen} onOpenChange={onOpenChange}>
      <PopoverAnchor asChild>
        <Button
          data-highlighted-once={isPointedAt || undefined}
          className={cn(isPointedAt && "ring-2 ring-ring ring-offset-2 ring-offset-background")}
          isBusy={testRun.isStarting}
          onClick={press}
        >
          <Play aria-hidden />
          Test
        </Button>
      </PopoverAnchor>
      <PopoverContent aria-label="Test the draft" align="end" className="max-h-[70dvh] w-90 overflow-y-auto">
        <TestForm
          workflowId={workflowId}
          inputs={inputs}
          isBusy={testRun.isStarting}
          onSubmit={async (values) => {
            if (await testRun.start(values)) onOpenChange(false);
          }}
        />
      </PopoverContent>
    </Popover>
  );
}
