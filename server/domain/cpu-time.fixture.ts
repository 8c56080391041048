/** Tells the milliseconds of processor time that this thread has used since: the same on an idle and on a busy machine. */
export function startCpuTimer(): () => number {
  const before = process.threadCpuUsage();
  return () => {
    const { user, system } = process.threadCpuUsage(before);
    return (user + system) / 1000;
  };
}
