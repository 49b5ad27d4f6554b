export type MetricSample = { name: string; labels: Record<string, string>; value: number }

/** The samples of a Prometheus exposition text. Lines that are none are left out. */
export function parseMetrics(text: string): MetricSample[] {
  return text.split('\n').flatMap((line) => {
    const [, name, inner = '', value] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)/.exec(line) ?? []
    if (!name || Number.isNaN(Number(value))) return []
    const labels = Object.fromEntries(
      [...inner.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key = '', text = '']) => [key, text]),
    )
    return [{ name, labels, value: Number(value) }]
  })
}
