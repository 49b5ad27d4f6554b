/** What a W3C `traceparent` says: the trace, the span that is the parent, and whether it is recorded. */
export interface TraceParent {
  traceId: string
  spanId: string
  sampled: boolean
}

const shape = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/

/** Null for what is no traceparent. */
export function parseTraceparent(text: string): TraceParent | null {
  const [, traceId, spanId, flags] = shape.exec(text) ?? []
  if (!traceId || !spanId || !flags) return null
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 }
}

export function formatTraceparent({ traceId, spanId, sampled }: TraceParent): string {
  return `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`
}
