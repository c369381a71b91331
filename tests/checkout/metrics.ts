/** Fetches the metrics of a process, in Prometheus' text format. */
export const fetchMetrics = async (url: string): Promise<string> => (await fetch(`${url}/metrics`)).text();

/** Sums the series of a counter that match a regular expression, such as `events_handled_total{.*outcome="applied"}`. */
export function counterIn(metrics: string, series: string): number {
  const matches = [...metrics.matchAll(new RegExp(`^${series} (\\d+)$`, 'gm'))];
  return matches.reduce((sum, [, value]) => sum + Number(value), 0);
}
