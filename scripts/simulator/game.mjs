/** How schedules of a kind are drawn, played and made small. */
export function gameOf(simulator, kind = 'fleets') {
  const { kindOf, drawSchedule, runSchedule, shrink } = simulator;
  if (kind === 'fleets') return { kindOf, drawSchedule, runSchedule, shrink };
  const { drawClusterSchedule, runClusterSchedule, shrinkCluster } = simulator;
  return {
    kindOf,
    drawSchedule: drawClusterSchedule,
    runSchedule: runClusterSchedule,
    shrink: shrinkCluster,
  };
}
