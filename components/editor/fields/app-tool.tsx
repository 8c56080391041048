"use client";

import { Input } from "@/components/ui/input";
import type { Json, JsonObject } from "@/server/domain/json";
import { AppSelect } from "./app-select";
import { asText, withText } from "./read-json";

interface AppToolProps {
  tool: JsonObject;
  change: (tool: Json) => void;
  /** Its place in the list, counted from 1. */
  number: number;
  onEnd: () => void;
  isReadOnly: boolean;
}

/** Another published app that an agent may hand a task to. */
export function AppTool({ tool, change, number, onEnd, isReadOnly }: AppToolProps) {
  return (
    <>
      <AppSelect
        label={`App of tool ${number}`}
        isReadOnly={isReadOnly}
        appCode={asText(tool.app_code)}
        onChange={(appCode) => {
          change({ ...tool, app_code: appCode });
          onEnd();
        }}
      />
      <Input
        aria-label={`Description of tool ${number}`}
        placeholder="When the model should hand it a task"
        readOnly={isReadOnly}
        value={asText(tool.description)}
        onBlur={onEnd}
        onChange={(event) => change(withText(tool, "description", event.target.value))}
      />
    </>
  );
}
