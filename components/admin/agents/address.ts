import { runtimeSections, type RuntimeSection } from "@/server/domain/runtime-config/sections";

/** The entry that is shown; lives in the address as `?section=agents&entry=writer`. */
export interface Place {
  section: RuntimeSection;
  /** Absent for the first of the section. */
  entry?: string;
}

export function readPlace(params: { get(name: string): string | null }): Place {
  const section = runtimeSections.find((name) => name === params.get("section")) ?? "workflow";
  const entry = params.get("entry");
  return entry ? { section, entry } : { section };
}

export function placeHref({ section, entry }: Place): string {
  return `/admin/agents?${new URLSearchParams(entry === undefined ? { section } : { section, entry }).toString()}`;
}
