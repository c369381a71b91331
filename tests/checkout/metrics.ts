/** @returns the metrics of a process in Prometheus' text format */
export const fetchMetrics = async (url: string): Promise<string> => (await fetch(`${url}/metrics`)).text();

/**
 * The sum of all series of a counter in a text of metrics.
 * @param series a pattern of name and labels: `events_handled_total{.*outcome="applied"}`
 */
export const counterIn = (metrics: string, series: string): number =>
  [...metrics.matchAll(new RegExp(`^${series} (\\d+)$`, 'gm'))].reduce(
    (sum, [, value]) => sum + Number(value),
    0,
  );
