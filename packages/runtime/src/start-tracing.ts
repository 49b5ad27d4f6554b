import type { Tracing } from './tracing.ts'

/**
 * Sends spans to `endpoint`, the base address of an OTLP/HTTP collector, as the service `name`. Without an endpoint
 * nothing is loaded and nothing costs anything: null.
 */
export async function startTracing(options: {
  name: string
  endpoint: string | undefined
}): Promise<Tracing | null> {
  const { name, endpoint } = options
  if (endpoint === undefined) return null
  const { startOtlpTracing } = await import('./otlp-tracing.ts')
  return startOtlpTracing({ name, endpoint })
}
