"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Check, Copy, ExternalLink, RefreshCw } from "lucide-react";
import { useId, useState } from "react";

import { useTRPC } from "@/components/trpc/client";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Dialog, DialogClose, DialogContent } from "@/components/ui/dialog";
import { ErrorState } from "@/components/ui/error-state";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { Skeleton } from "@/components/ui/skeleton";
import { Switch } from "@/components/ui/switch";
import { toast } from "@/components/ui/toast";
import { useCopy } from "@/components/ui/use-copy";

import { SharePassword } from "./share-password";

interface ShareDialogProps {
  appCode: string;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

/** Whether anybody who has a link may talk to an app, under which address and with which password. */
export function ShareDialog({ appCode, isOpen, onOpenChange }: ShareDialogProps) {
  return (
    <Dialog open={isOpen} onOpenChange={onOpenChange}>
      <DialogContent
        title="Share this app"
        description="A page for people without an account. They see the answers and nothing of how they come about; you pay for the runs, and find them under Runs."
        footer={
          <DialogClose asChild>
            <Button>Done</Button>
          </DialogClose>
        }
      >
        <ShareSettings appCode={appCode} />
      </DialogContent>
    </Dialog>
  );
}

function ShareSettings({ appCode }: { appCode: string }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const switchId = useId();
  const settings = useQuery(trpc.share.get.queryOptions({ appCode }));
  const changing = useMutation(
    trpc.share.change.mutationOptions({
      onSuccess: (changed) => queryClient.setQueryData(trpc.share.get.queryKey({ appCode }), changed),
      onError: (error) => toast.failed("Nothing was changed", { description: error.message }),
    }),
  );
  if (settings.isError) {
    return (
      <ErrorState
        title="The settings could not be loaded."
        message={settings.error.message}
        onRetry={() => void settings.refetch()}
        isRetrying={settings.isFetching}
      />
    );
  }
  if (settings.isPending) return <Skeleton className="h-9 w-full" />;
  const { shareKey, hasPassword } = settings.data;
  return (
    <div className="flex flex-col gap-5">
      <div className="flex items-center justify-between gap-4">
        <div>
          <Label htmlFor={switchId}>Anyone with the link</Label>
          <p className="text-xs text-muted-foreground">Turning it off ends the link for good.</p>
        </div>
        <Switch
          id={switchId}
          checked={shareKey !== null}
          disabled={changing.isPending}
          onCheckedChange={(isShared) => changing.mutate({ appCode, isShared })}
        />
      </div>
      {shareKey === null ? null : (
        <>
          <ShareLink
            shareKey={shareKey}
            isBusy={changing.isPending}
            onRenew={() => changing.mutate({ appCode, hasNewAddress: true })}
          />
          <SharePassword
            hasPassword={hasPassword}
            isBusy={changing.isPending}
            onChange={(password) => changing.mutate({ appCode, password })}
          />
        </>
      )}
    </div>
  );
}

function ShareLink({ shareKey, isBusy, onRenew }: { shareKey: string; isBusy: boolean; onRenew: () => void }) {
  const { state, copy } = useCopy();
  const [isAsking, setAsking] = useState(false);
  const address = `${window.location.origin}/share/${shareKey}`;
  return (
    <div>
      <div className="flex items-center gap-1">
        <Input
          aria-label="Link"
          readOnly
          value={address}
          className="min-w-0 flex-1 font-mono text-xs"
          onFocus={({ target }) => target.select()}
        />
        <IconButton
          label="Copy link"
          tooltip={state === "refused" ? "The browser refused to copy" : undefined}
          onClick={() => void copy(address)}
        >
          {state === "copied" ? <Check aria-hidden className="text-done" /> : <Copy aria-hidden />}
        </IconButton>
        <Button asChild variant="ghost" size="icon">
          <a href={address} target="_blank" rel="noreferrer" aria-label="Open the page">
            <ExternalLink aria-hidden />
          </a>
        </Button>
      </div>
      <Button size="sm" variant="ghost" className="mt-1 -ml-2.5" disabled={isBusy} onClick={() => setAsking(true)}>
        <RefreshCw aria-hidden />
        Make a new link
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setAsking}
        title="Make a new link?"
        description="The link that is out leads nowhere from then on, and what visitors have said is theirs no more."
        confirmLabel="Make a new link"
        isDangerous
        onConfirm={() => {
          setAsking(false);
          onRenew();
        }}
      />
    </div>
  );
}
