import { Position, type NodeHandle } from "@xyflow/react";
import { defaultPort, type Port } from "@/server/domain/nodes/definition";
import { frameLook } from "@/server/domain/workflow/frames";
import { nodeSize } from "@/components/editor/graph";

/**
 * A node's size and the places of its handles follow from its ports alone, in pixels at zoom 1. The card's classes keep to these
 * numbers, so nothing has to be measured: a thousand nodes are placed, culled and joined before one of them is mounted.
 */
export const cardHeight = nodeSize.height;
export const portRowHeight = 26;
const handleSize = 10;
const portsPadding = 6;

export interface NodePort extends Port {
  /** An edge leaves by a port that the configuration no longer has; it stays visible until it is moved or deleted. */
  isMissing?: boolean;
}

export function portName(port: NodePort): string {
  return port.label ?? (port.id === defaultPort ? "Next" : port.id);
}

/** Ports that need names of their own are listed as rows below the card's head; a single plain port sits beside it. */
export function hasPortRows(ports: readonly NodePort[]): boolean {
  return ports.length > 1 || ports.some((port) => port.isMissing);
}

export function nodeHeight(ports: readonly NodePort[]): number {
  return hasPortRows(ports) ? cardHeight + ports.length * portRowHeight + portsPadding : cardHeight;
}

/**
 * Vertical centre of the way out at this place in the list. A frame has its first one beside its head, where the title says
 * what it leads on from, and the others below.
 */
export function portCentre(ports: readonly NodePort[], index: number, isFrame: boolean): number {
  if (isFrame) return frameLook.head / 2 + index * portRowHeight;
  return hasPortRows(ports) ? cardHeight + (index + 0.5) * portRowHeight : cardHeight / 2;
}

/** Vertical centre of the way in. */
export function inputCentre(isFrame: boolean): number {
  return (isFrame ? frameLook.head : cardHeight) / 2;
}

/** Where edges end, in the node's own coordinates. `frameWidth` is given for a frame only. */
export function nodeHandles(ports: readonly NodePort[], hasInput: boolean, frameWidth?: number): NodeHandle[] {
  const size = { width: handleSize, height: handleSize };
  const half = handleSize / 2;
  const isFrame = frameWidth !== undefined;
  return [
    ...(hasInput
      ? [
          {
            ...size,
            id: null,
            type: "target" as const,
            position: Position.Left,
            x: -half,
            y: inputCentre(isFrame) - half,
          },
        ]
      : []),
    ...ports.map((port, index) => ({
      ...size,
      id: port.id,
      type: "source" as const,
      position: Position.Right,
      x: (frameWidth ?? nodeSize.width) - half,
      y: portCentre(ports, index, isFrame) - half,
    })),
  ];
}
