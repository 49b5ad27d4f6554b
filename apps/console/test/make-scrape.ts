import { parseMetrics } from '../src/overview/parse-metrics.ts'
import type { Scrape } from '../src/overview/scrape-processes.ts'

/** What processes told at a moment, by their host; null for one that was silent. */
export function makeScrape(at: number, texts: Record<string, string | null>): Scrape {
  const processes = Object.entries(texts).map(
    ([host, text]) => [`http://${host}/metrics`, text === null ? null : parseMetrics(text)] as const,
  )
  return { at, processes: new Map(processes) }
}
