import { redirect } from "next/navigation";
import { serverCaller } from "@/app/prefetch";

/** The first visit opens on a template's canvas; once something has run, on the list of workflows. */
export default async function Page(): Promise<never> {
  const caller = await serverCaller();
  const { path } = await caller.system.firstPage();
  redirect(path);
}
