import type { ComponentProps } from "react";

import { cn } from "./cn";

/** A table that scrolls inside its own frame, so that the header can stay in sight. Rows are 36 px. */
export function Table({ className, children, ...props }: ComponentProps<"table">) {
  return (
    <div data-slot="table" className={cn("relative min-h-0 w-full overflow-auto", className)}>
      <table className="w-full border-separate border-spacing-0 text-sm" {...props}>
        {children}
      </table>
    </div>
  );
}

export function TableHeader({ className, ...props }: ComponentProps<"thead">) {
  return <thead className={cn("sticky top-0 z-10", className)} {...props} />;
}

export function TableBody(props: ComponentProps<"tbody">) {
  return <tbody {...props} />;
}

export function TableRow({ className, ...props }: ComponentProps<"tr">) {
  return <tr className={cn("group/row h-9 hover:bg-hover", className)} {...props} />;
}

/** A column's name; `isNumeric` aligns it with the figures below it. */
export function TableHead({ className, isNumeric = false, ...props }: ComponentProps<"th"> & { isNumeric?: boolean }) {
  return (
    <th
      scope="col"
      className={cn(
        "h-8 border-b border-border bg-background px-3 text-left text-xs font-medium whitespace-nowrap text-muted-foreground",
        isNumeric && "text-right",
        className,
      )}
      {...props}
    />
  );
}

export function TableCell({ className, isNumeric = false, ...props }: ComponentProps<"td"> & { isNumeric?: boolean }) {
  return (
    <td
      className={cn(
        "border-b border-border px-3 whitespace-nowrap group-last/row:border-b-0",
        isNumeric && "figures text-right",
        className,
      )}
      {...props}
    />
  );
}
