import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'

/** A span as a collector gets it, as far as the tests look at it. */
export interface ReceivedSpan {
  service: string
  name: string
  traceId: string
  spanId: string
  parentSpanId?: string
  links: { traceId: string; spanId: string }[]
  attributes: Record<string, unknown>
}

interface OtlpAttribute {
  key: string
  value: Record<string, unknown>
}
interface OtlpSpan extends Omit<ReceivedSpan, 'service' | 'attributes' | 'links'> {
  attributes: OtlpAttribute[]
  links?: ReceivedSpan['links']
}
interface OtlpTraces {
  resourceSpans: { resource: { attributes: OtlpAttribute[] }; scopeSpans: { spans: OtlpSpan[] }[] }[]
}

/** A collector of traces for OTLP over HTTP, with what it was ever sent. */
export async function startOtlpReceiver() {
  const spans: ReceivedSpan[] = []
  const paths = new Set<string>()
  const server = createServer(async (request, response) => {
    paths.add(request.url ?? '')
    const { resourceSpans } = (await json(request)) as OtlpTraces
    for (const { resource, scopeSpans } of resourceSpans)
      for (const { attributes, links = [], ...span } of scopeSpans.flatMap((scope) => scope.spans))
        spans.push({
          ...span,
          service: String(toRecord(resource.attributes)['service.name']),
          links: links.map(({ traceId, spanId }) => ({ traceId, spanId })),
          attributes: toRecord(attributes),
        })
    response.setHeader('content-type', 'application/json').end('{}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    paths,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

export type OtlpReceiver = Awaited<ReturnType<typeof startOtlpReceiver>>

function toRecord(attributes: readonly OtlpAttribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]))
}
