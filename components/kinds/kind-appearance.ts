import {
  Bot,
  Braces,
  CirclePlay,
  Code,
  Flag,
  GitFork,
  Library,
  type LucideIcon,
  MessageSquareText,
  PencilLine,
  RefreshCw,
  Repeat,
  Sparkles,
  UserCheck,
  Workflow,
  Wrench,
} from "lucide-react";

import type { NodeKind } from "@/server/domain/workflow/schema";

interface KindAppearance {
  icon: LucideIcon;
  /** OKLCH hue in degrees; lightness and chroma belong to the theme. */
  hue: number;
}

/** How a kind of node is recognised everywhere: palette, canvas, trace, previews. Neighbours in use are far apart in hue. */
export const kindAppearance = {
  start: { icon: CirclePlay, hue: 155 },
  llm: { icon: Sparkles, hue: 295 },
  agent: { icon: Bot, hue: 325 },
  tool: { icon: Wrench, hue: 35 },
  code: { icon: Code, hue: 255 },
  answer: { icon: MessageSquareText, hue: 180 },
  "human-input": { icon: UserCheck, hue: 75 },
  "if-else": { icon: GitFork, hue: 95 },
  iteration: { icon: Repeat, hue: 200 },
  loop: { icon: RefreshCw, hue: 140 },
  "sub-workflow": { icon: Workflow, hue: 275 },
  assigner: { icon: PencilLine, hue: 60 },
  "knowledge-retrieval": { icon: Library, hue: 220 },
  "template-transform": { icon: Braces, hue: 125 },
  end: { icon: Flag, hue: 10 },
} as const satisfies Record<NodeKind, KindAppearance>;
