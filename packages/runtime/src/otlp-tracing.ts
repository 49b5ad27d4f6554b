import { AsyncLocalStorage } from 'node:async_hooks'
import { type Context, ROOT_CONTEXT, SpanKind, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node'
import { formatTraceparent, parseTraceparent } from './traceparent.ts'
import type { Span, SpanStart, Tracing } from './tracing.ts'

/** More links than this don't fit into a span. */
const maxLinks = 128

/** The one file that knows OpenTelemetry; loaded only when traces are on. The SDK reads its own `OTEL_` settings. */
export function startOtlpTracing({ name, endpoint }: { name: string; endpoint: string }): Tracing {
  const provider = new NodeTracerProvider({
    resource: defaultResource().merge(resourceFromAttributes({ 'service.name': name })),
    spanProcessors: [
      new BatchSpanProcessor(new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` })),
    ],
  })
  const tracer = provider.getTracer('intake')
  const current = new AsyncLocalStorage<Span>()

  return {
    start({ name: spanName, kind, parent, links = [], attributes = {} }: SpanStart): Span {
      const span = tracer.startSpan(
        spanName,
        {
          kind: kind === 'server' ? SpanKind.SERVER : SpanKind.CONSUMER,
          attributes,
          links: links.slice(0, maxLinks).flatMap((link) => {
            const context = toSpanContext(link)
            return context ? [{ context }] : []
          }),
        },
        parentContext(parent),
      )
      const { traceId, spanId, traceFlags } = span.spanContext()
      return {
        traceparent: formatTraceparent({
          traceId,
          spanId,
          sampled: (traceFlags & TraceFlags.SAMPLED) !== 0,
        }),
        end({ name: finalName, failed = false, attributes: more = {} } = {}) {
          if (finalName !== undefined) span.updateName(finalName)
          span.setAttributes(more)
          if (failed) span.setStatus({ code: SpanStatusCode.ERROR })
          span.end()
        },
      }
    },
    within: (span, work) => current.run(span, work),
    traceId: () => current.getStore()?.traceparent.split('-')[1],
    close: () => provider.shutdown(),
  }
}

function parentContext(parent: string | undefined): Context {
  const context = parent === undefined ? null : toSpanContext(parent)
  return context ? trace.setSpanContext(ROOT_CONTEXT, context) : ROOT_CONTEXT
}

function toSpanContext(traceparent: string) {
  const parsed = parseTraceparent(traceparent)
  if (!parsed) return null
  const { traceId, spanId, sampled } = parsed
  return { traceId, spanId, traceFlags: sampled ? TraceFlags.SAMPLED : TraceFlags.NONE, isRemote: true }
}
