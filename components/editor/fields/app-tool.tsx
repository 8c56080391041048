"use client";

import { useQuery } from "@tanstack/react-query";

import { useTRPC } from "@/components/trpc/client";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { Json, JsonObject } from "@/server/domain/json";
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
  const apps = useQuery(useTRPC().apps.list.queryOptions());
  const code = asText(tool.app_code);
  const options = (apps.data ?? []).map((app) => ({ value: app.code, label: app.name, description: app.code }));
  if (code !== "" && !options.some((option) => option.value === code))
    options.push({ value: code, label: code, description: apps.isPending ? "Loading" : "Not published" });
  return (
    <>
      <Select
        aria-label={`App of tool ${number}`}
        placeholder={apps.data?.length === 0 ? "No apps are published yet" : "Choose an app"}
        disabled={isReadOnly}
        value={code === "" ? undefined : code}
        options={options}
        onValueChange={(next) => {
          change({ ...tool, app_code: next });
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
