import type { Metadata } from "next";

import { NewToolPage } from "@/components/tools/new-tool-page";

export const metadata: Metadata = { title: "New tool" };

export default function Page() {
  return <NewToolPage />;
}
