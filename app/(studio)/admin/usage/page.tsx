import type { Metadata } from "next";

import { UsagePage } from "@/components/admin/usage/usage-page";

export const metadata: Metadata = { title: "Usage" };

/** Nothing is asked ahead: the days of a period are those of the reader's time zone, which only the browser knows. */
export default function Page() {
  return <UsagePage />;
}
