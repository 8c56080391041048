/**
 * Seconds for which a run may go without a sign of life before it is handed over again; database time decides. A new run
 * begins with the same, as its column's default.
 */
export const leaseSeconds = 60;
