import type { JobName, LeadsJob } from '@intake/contracts/jobs'
import type { Tracing } from '@intake/runtime/tracing'

/** The requests' traces that a job goes on with, each once. */
export function tracesOf(payload: LeadsJob | undefined): string[] {
  return [...new Set(payload?.traceparents?.filter((traceparent) => traceparent !== null))]
}

/**
 * Runs a job inside a span. Where all its leads come from one request the span goes on with that request's trace; where
 * they come from several it begins a trace of its own, with a link to each.
 */
export async function traceJob<Result>(
  tracing: Tracing | null | undefined,
  job: { name: JobName; payload: LeadsJob; attempt: number; since: Date },
  work: () => Promise<Result>,
): Promise<Result> {
  if (!tracing) return work()
  const { name, payload, attempt, since } = job
  const traces = tracesOf(payload)
  const [only] = traces
  const span = tracing.start({
    name: `process ${name}`,
    kind: 'consumer',
    ...(traces.length === 1 ? { parent: only } : { links: traces }),
    attributes: {
      'messaging.system': 'bullmq',
      'messaging.destination.name': name,
      'messaging.operation.type': 'process',
      'messaging.batch.message_count': payload.leadIds.length,
      'intake.attempt': attempt,
      'intake.waited_ms': Math.max(0, Date.now() - since.getTime()),
      'intake.workspace_id': payload.workspaceId,
    },
  })
  let failed = true
  try {
    const result = await tracing.within(span, work)
    failed = false
    return result
  } finally {
    span.end({ failed })
  }
}
