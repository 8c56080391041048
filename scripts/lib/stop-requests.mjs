const signals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);

/** Set by a process that hands over to this one and only waits for it. */
export const followedProcess = "SIGNALBOX_FOLLOWED_PID";

const followed = process.env[followedProcess];
// Meant for this process alone, not for those that it starts.
delete process.env[followedProcess];

/**
 * The parent without which this process has nothing to do: the one that handed over, or the shell between npm and us
 * (npm passes a signal to that shell only, which dies and tells nobody).
 */
function parentToFollow() {
  if (followed !== undefined) return Number(followed);
  return process.env.npm_lifecycle_event === undefined || process.platform === "win32" ? undefined : process.ppid;
}

/**
 * Calls `stop` whenever this process is asked to end: by Ctrl-C, by a signal, or because the process it works for has gone.
 * @param {(signal: NodeJS.Signals) => void} stop
 * @returns {() => void} ends the listening
 */
export function onStopRequest(stop) {
  for (const signal of signals) process.on(signal, stop);
  const parent = parentToFollow();
  const watch = setInterval(() => {
    if (parent !== undefined && process.ppid !== parent) stop("SIGTERM");
  }, 250);
  watch.unref();
  return () => {
    clearInterval(watch);
    for (const signal of signals) process.off(signal, stop);
  };
}
