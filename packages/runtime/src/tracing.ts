export type SpanAttributes = Record<string, string | number | boolean>

export interface SpanStart {
  name: string
  kind: 'server' | 'consumer'
  /** The traceparent of the span that caused this one; without it a trace of its own begins. */
  parent?: string | undefined
  /** Traceparents of spans of other traces that have to do with it. */
  links?: readonly string[]
  attributes?: SpanAttributes
}

export interface Span {
  /** For what this span causes. */
  readonly traceparent: string
  end(result?: { name?: string; failed?: boolean; attributes?: SpanAttributes }): void
}

/** Spans on their way to a collector. Nothing of a person, and no path or body, belongs into them. */
export interface Tracing {
  start(start: SpanStart): Span
  /** Runs `work` with `span` as the current one, whose trace its log lines name. */
  within<Result>(span: Span, work: () => Result): Result
  /** The trace of the current span. */
  traceId(): string | undefined
  /** Sends what is left. */
  close(): Promise<void>
}
