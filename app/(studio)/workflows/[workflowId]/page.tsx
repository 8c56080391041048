import type { Metadata } from "next";

import { HydrateClient, prefetch, trpc } from "@/app/prefetch";
import { WorkflowEditor } from "@/components/editor/workflow-editor";

export const metadata: Metadata = { title: "Workflow" };

export default async function Page({ params }: { params: Promise<{ workflowId: string }> }) {
  const { workflowId } = await params;
  await prefetch(trpc.workflows.get.queryOptions({ id: workflowId }));
  return (
    <HydrateClient>
      <WorkflowEditor workflowId={workflowId} />
    </HydrateClient>
  );
}
