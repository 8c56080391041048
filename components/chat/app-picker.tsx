"use client";

import { Select } from "@/components/ui/select";

import type { ChatApp } from "./types";

interface AppPickerProps {
  apps: readonly ChatApp[];
  value: string | undefined;
  onValueChange: (code: string) => void;
}

/** Which app a new conversation is with. */
export function AppPicker({ apps, value, onValueChange }: AppPickerProps) {
  return (
    <Select
      aria-label="App"
      size="sm"
      className="w-auto max-w-52 border-transparent bg-transparent hover:bg-selected"
      value={value}
      placeholder="Choose an app"
      onValueChange={onValueChange}
      options={apps.map((app) => ({ value: app.code, label: app.name }))}
    />
  );
}
