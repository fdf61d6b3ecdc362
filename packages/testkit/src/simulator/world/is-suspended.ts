/** Whether one of these processes is suspended. */
export const isSuspended = (suspended: readonly string[], ...processes: readonly string[]): boolean =>
  suspended.length > 0 && processes.some((process) => suspended.includes(process));
