import type { Metadata } from "next";

import { SharePage } from "@/components/share/share-page";

export const metadata: Metadata = { title: { absolute: "Chat" }, robots: { index: false, follow: false } };

export default async function Page({ params }: { params: Promise<{ shareKey: string }> }) {
  return <SharePage shareKey={(await params).shareKey} />;
}
