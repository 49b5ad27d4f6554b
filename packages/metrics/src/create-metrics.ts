import { collectDefaultMetrics, Registry } from 'prom-client'

/** What a process tells Prometheus. No label of it names a lead, a key or anything else that a client chose. */
export interface Metrics {
  registry: Registry
  /** Runs before each scrape, beside the others. It bounds its own time; what it throws is left to `onError`. */
  beforeScrape(refresh: () => Promise<void> | void): void
  /** The exposition text. A refresh that fails doesn't fail it. */
  scrape(): Promise<string>
  contentType: string
}

/** A registry with the process's own figures: CPU, memory, event loop, garbage collection. */
export function createMetrics(onError: (error: unknown) => void): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const refreshes: (() => Promise<void> | void)[] = []
  const runSafely = async (refresh: () => Promise<void> | void) => {
    try {
      await refresh()
    } catch (error) {
      onError(error)
    }
  }
  return {
    registry,
    beforeScrape: (refresh) => void refreshes.push(refresh),
    async scrape() {
      await Promise.all(refreshes.map(runSafely))
      return registry.metrics()
    },
    contentType: registry.contentType,
  }
}
