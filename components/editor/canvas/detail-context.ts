import { createContext } from "react";

/** How much of a node can be read at the current zoom. It changes only when the threshold is crossed. */
export type Detail = "near" | "far";
export const DetailContext = createContext<Detail>("near");

/** Below this zoom nodes are plain blocks and all edges are one drawing. */
export const farZoom = 0.25;
