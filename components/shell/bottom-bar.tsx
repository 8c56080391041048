"use client";

import { Ellipsis, Search } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";

import { usePendingCount } from "@/components/approvals/use-pending-count";
import { cn } from "@/components/ui/cn";
import { DropdownMenuItem, DropdownMenuSeparator } from "@/components/ui/dropdown-menu";

import { AccountMenu } from "./account-menu";
import { useCommandPalette } from "./command-palette-context";
import { destinations, isWithin } from "./navigation";
import { CountedIcon, countedLabel } from "./rail-item";

const itemClasses =
  "flex h-14 min-w-0 flex-1 flex-col items-center justify-center gap-0.5 text-xs font-medium text-muted-foreground focus-visible:outline-offset-[-2px] [&_svg]:size-5 [&_svg]:stroke-[1.75]";

const inBar = destinations.filter((destination) => !destination.isInMore);
const inMore = destinations.filter((destination) => destination.isInMore);

/** The rail of a small screen. */
export function BottomBar() {
  const pathname = usePathname();
  const palette = useCommandPalette();
  const waiting = usePendingCount()?.mine ?? 0;
  return (
    <nav
      aria-label="Main"
      className="flex shrink-0 border-t border-border bg-sunken pb-[env(safe-area-inset-bottom)] sm:hidden print:hidden"
    >
      {inBar.map(({ href, label, icon: Icon, hasCount }) => {
        const isCurrent = isWithin(pathname, href);
        const count = hasCount ? waiting : 0;
        return (
          <Link
            key={href}
            href={href}
            aria-label={countedLabel(label, count)}
            aria-current={isCurrent ? "page" : undefined}
            className={cn(itemClasses, isCurrent && "text-foreground [&_svg]:stroke-2")}
          >
            {count > 0 ? <CountedIcon icon={<Icon aria-hidden />} count={count} /> : <Icon aria-hidden />}
            {label}
          </Link>
        );
      })}
      <AccountMenu
        side="top"
        trigger={
          <button type="button" className={itemClasses}>
            <Ellipsis aria-hidden />
            More
          </button>
        }
      >
        <DropdownMenuItem onSelect={palette.open}>
          <Search aria-hidden />
          Search and commands
        </DropdownMenuItem>
        {inMore.map(({ href, label, icon: Icon }) => (
          <DropdownMenuItem key={href} asChild>
            <Link href={href}>
              <Icon aria-hidden />
              {label}
            </Link>
          </DropdownMenuItem>
        ))}
        <DropdownMenuSeparator />
      </AccountMenu>
    </nav>
  );
}
