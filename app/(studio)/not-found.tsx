import Link from "next/link";

import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";

export default function NotFound() {
  return (
    <EmptyState
      title="There is nothing at this address"
      description="It may have been deleted, or belong to another tenant."
      actions={
        <Button asChild>
          <Link href="/workflows">Go to the workflows</Link>
        </Button>
      }
      className="m-auto"
    />
  );
}
