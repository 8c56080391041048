/** What floats over the page: menus, popovers, lists of a select. One shadow, and it grows from where it was opened. */
export const floatingClasses =
  "z-50 overflow-hidden rounded-lg border border-border bg-popover text-sm text-foreground shadow-float outline-none animate-in fade-in-0 zoom-in-[0.98] duration-150 data-[state=closed]:animate-out data-[state=closed]:fade-out-0 data-[state=closed]:duration-100";

/** The shape of an entry in a list that floats. */
export const entryClasses =
  "relative flex h-7 cursor-default items-center gap-2 rounded-md px-2 text-sm outline-none select-none [&_svg]:pointer-events-none [&_svg]:shrink-0 [&_svg:not([class*='size-'])]:size-4 [&_svg:not([class*='text-'])]:text-muted-foreground";

/** An entry of a menu of Radix, with its marks for the highlighted and the disabled one. */
export const menuItemClasses = `${entryClasses} data-disabled:pointer-events-none data-disabled:opacity-50 data-highlighted:bg-selected`;

export const menuDangerClasses =
  "text-failed data-highlighted:bg-failed-soft [&_svg:not([class*='text-'])]:text-failed";
