import type { SourceRow } from '@intake/database/tables'
import { openSource } from './open-source.ts'
import {
  type Entry,
  type InboundAnswer,
  type InboundRequest,
  type OpenSource,
  UnreadableBody,
} from './source-kind.ts'
import { kindOf } from './source-kinds.ts'
import type { Arrival } from './stored-submission.ts'
import { type SubmissionCtx, takeEntry } from './take-entry.ts'

/** Headers that tell something of a submission, and nothing that is secret. */
const keptHeaders = [
  'content-type',
  'content-encoding',
  'origin',
  'referer',
  'x-forwarded-for',
  'x-request-id',
] as const
const maxHeaderLength = 500
/** Entries of one body under way at once: they share the writer's transactions. */
const atOnce = 64

export interface ReceivedSubmissions {
  answer: InboundAnswer
  /** What became of the request, for the metrics. */
  result: 'handshake' | 'refused' | 'received'
}

/**
 * Takes in what came to a source's address: every lead of it is durable and visible once this resolves. A good signature gets an answer of
 * the sender's own kind that says yes, whatever became of the leads; a wrong one a 401 or 403. Throws `overloaded` or `unavailable`, and the
 * sender tries again.
 */
export async function receiveSubmissions(
  ctx: SubmissionCtx,
  row: SourceRow,
  request: InboundRequest,
): Promise<ReceivedSubmissions> {
  const source = openSource(row, ctx.sealer)
  const kind = kindOf(source)
  if (request.method === 'GET') {
    const answer = kind.handshake?.(request, source)
    return answer ? { answer, result: answer.status === 200 ? 'handshake' : 'refused' } : refused(source)
  }
  if (!kind.isGenuine(request, source)) return refused(source)
  const arrival: Arrival = {
    receivedAt: request.at,
    contentType: request.headers['content-type']?.slice(0, maxHeaderLength) ?? null,
    headers: headersOf(request),
    ip: request.address,
    userAgent: request.headers['user-agent']?.slice(0, maxHeaderLength) ?? null,
  }
  const entries = await readEntries(source, request)
  const outcomes = []
  for (let first = 0; first < entries.length; first += atOnce)
    outcomes.push(
      ...(await Promise.all(
        entries.slice(first, first + atOnce).map((entry) => takeEntry(ctx, source, entry, arrival)),
      )),
    )
  const answer = kind.answer?.(request, outcomes, source) ?? { status: 200, body: '{}' }
  return { answer, result: 'received' }
}

/** The leads of a body; a body that isn't what the kind sends is one that nothing can be made of yet. */
async function readEntries(source: OpenSource, request: InboundRequest): Promise<Entry[]> {
  const body = { bytes: request.body, contentType: request.headers['content-type'] ?? '' }
  try {
    return await kindOf(source).read(body, source, request)
  } catch (error) {
    if (!(error instanceof UnreadableBody)) throw error
    return [{ externalId: null, isTest: false, bytes: request.body, record: null, unreadable: error }]
  }
}

function headersOf({ headers }: InboundRequest): Record<string, string> {
  return Object.fromEntries(
    keptHeaders.flatMap((name) => {
      const value = headers[name]
      return value === undefined ? [] : [[name, value.slice(0, maxHeaderLength)]]
    }),
  )
}

function refused(source: OpenSource): ReceivedSubmissions {
  const answer = kindOf(source).refuse?.() ?? { status: 401, body: '{"message":"The signature is wrong."}' }
  return { answer, result: 'refused' }
}
