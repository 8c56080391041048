import {
  Activity,
  Bot,
  ChartNoAxesColumn,
  Database,
  Inbox,
  Lightbulb,
  type LucideIcon,
  MessageSquare,
  Stethoscope,
  Workflow,
  Wrench,
} from "lucide-react";

export interface Destination {
  href: string;
  label: string;
  icon: LucideIcon;
  /** Words by which the palette finds it too. */
  keywords: readonly string[];
  /** On a phone it stands in the menu "More", because the bottom bar has room for five. */
  isInMore?: boolean;
  /** Shows how many approvals wait for the person who looks. */
  hasCount?: boolean;
}

/** The places of the product, in the order of the rail, the bottom bar and the palette. */
export const destinations: readonly Destination[] = [
  { href: "/workflows", label: "Workflows", icon: Workflow, keywords: ["graphs", "editor", "canvas"] },
  { href: "/chat", label: "Chat", icon: MessageSquare, keywords: ["sessions", "conversation", "apps"] },
  { href: "/runs", label: "Runs", icon: Activity, keywords: ["traces", "history", "log"] },
  {
    href: "/approvals",
    label: "Approvals",
    icon: Inbox,
    keywords: ["inbox", "waiting", "decide", "forms", "human"],
    hasCount: true,
  },
  {
    href: "/tools",
    label: "Tools",
    icon: Wrench,
    keywords: ["http", "mcp", "servers", "credentials", "functions"],
    isInMore: true,
  },
  {
    href: "/experiences",
    label: "Experiences",
    icon: Lightbulb,
    keywords: ["lessons", "reflection", "memory", "learned"],
    isInMore: true,
  },
  {
    href: "/admin/agents",
    label: "Agents",
    icon: Bot,
    keywords: ["stages", "prompts", "models", "overrides", "admin"],
    isInMore: true,
  },
  {
    href: "/admin/usage",
    label: "Usage",
    icon: ChartNoAxesColumn,
    keywords: ["cost", "money", "tokens", "admin"],
    isInMore: true,
  },
  {
    href: "/admin/data",
    label: "Data",
    icon: Database,
    keywords: ["retention", "storage", "tables", "disk", "cleaning", "admin"],
    isInMore: true,
  },
  {
    href: "/admin/doctor",
    label: "Doctor",
    icon: Stethoscope,
    keywords: ["health", "checks", "problems", "kill", "durability", "admin"],
    isInMore: true,
  },
];

/** Whether a path lies at or below a destination. */
export function isWithin(pathname: string, href: string): boolean {
  return pathname === href || pathname.startsWith(`${href}/`);
}
