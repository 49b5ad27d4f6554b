import { setTimeout as pause } from 'node:timers/promises'
import type { BreakableStack } from '@intake/testing/start-breakable-stack'
import { waitFor } from '@intake/testing/wait-for'
import type { Answer, Target } from './client.ts'
import type { OwnStack } from './fault.ts'
import { type Load, startLoad } from './load.ts'
import { verify } from './verify.ts'

export interface FaultOptions {
  /** Length of a fault that lasts. */
  seconds: number
  /** How often a fault that strikes strikes. */
  rounds: number
  clients: number
  /** Of undisturbed load before the fault; the p99 before it is of these. */
  calmSeconds: number
}

export interface Outcome {
  fault: string
  requests: number
  retries: number
  /** What never got a 2xx, though the client went on trying. */
  unanswered: string[]
  lost: string[]
  doubled: string[]
  /** From the end of the fault to the first 2xx, and until all that was taken in before is enriched, ms. */
  firstAnswerMs: number
  enrichedMs: number
  /** The longest from the commit of a lead to the end of its jobs, of those taken in since the fault began, ms. */
  slowestMs: number
  /** Of calls that needed one try, ms. */
  p99BeforeMs: number
  p99DuringMs: number
}

export type Hurt = Omit<OwnStack, 'close'>

/** Puts the stack under load, hurts it, waits until it has recovered and compares what was promised with what is there. */
export async function runFault(fault: string, hurt: Hurt, options: FaultOptions): Promise<Outcome> {
  const { stack, urls = stack.gateways.map(({ url }) => url) } = hurt
  const target = { urls, apiKey: stack.workspace.key }
  const load = startLoad(target, options.clients)
  try {
    return await judge(fault, hurt, load, target, options)
  } finally {
    await load.stop()
  }
}

async function judge(
  fault: string,
  { stack, inflict }: Hurt,
  load: Load,
  target: Target,
  { seconds, rounds, clients, calmSeconds }: FaultOptions,
): Promise<Outcome> {
  const { answers, failures } = load
  await waitFor('the load to run', () => answers.length >= clients * 3)
  const calmAt = performance.now()
  await pause(calmSeconds * 1000)
  const beganAt = performance.now()
  await inflict({ stack, load, target, seconds, rounds })
  const endedAt = performance.now()
  const first = await waitFor(
    'a 2xx after the fault',
    () => answers.find((a) => a.startedAt > endedAt),
    60_000,
  )
  await waitFor('what was taken in before to be enriched', () => enrichedSince(stack, endedAt), 120_000)
  const enrichedAt = performance.now()
  await load.stop()
  await waitFor('every lead to be enriched', () => enrichedSince(stack, performance.now()), 120_000)
  const found = await verify(stack, target, answers)
  return {
    fault,
    requests: answers.length + failures.length,
    retries: answers.reduce((sum, { attempts }) => sum + attempts - 1, 0),
    unanswered: failures,
    ...found,
    firstAnswerMs: Math.round(first.endedAt - endedAt),
    enrichedMs: Math.round(enrichedAt - endedAt),
    slowestMs: await slowestSince(stack, beganAt),
    p99BeforeMs: p99(answers, calmAt, beganAt),
    p99DuringMs: p99(answers, beganAt, endedAt),
  }
}

async function enrichedSince({ database, workspace }: BreakableStack, at: number): Promise<boolean> {
  const { rows } = await database.pool.query<{ owed: number }>(
    `select (select count(*) from owed_enrichments where workspace_id = $1 and requested_at < now() - make_interval(secs => $2))::int as owed`,
    [workspace.id, (performance.now() - at) / 1000],
  )
  return rows[0]?.owed === 0
}

async function slowestSince({ database, workspace }: BreakableStack, at: number): Promise<number> {
  const { rows } = await database.pool.query<{ ms: number }>(
    `select coalesce(round(1000 * max(extract(epoch from f.at - l.created_at))), 0)::int as ms
      from leads l join activity_facts f on f.workspace_id = l.workspace_id and f.lead_id = l.id
      where l.workspace_id = $1 and l.created_at > now() - make_interval(secs => $2)`,
    [workspace.id, (performance.now() - at) / 1000],
  )
  return rows[0]?.ms ?? 0
}

function p99(answers: readonly Answer[], from: number, to: number): number {
  const times = answers
    .filter(({ startedAt, attempts }) => attempts === 1 && startedAt >= from && startedAt < to)
    .map(({ startedAt, endedAt }) => endedAt - startedAt)
    .sort((a, b) => a - b)
  return Math.round((times[Math.floor(times.length * 0.99)] ?? 0) * 10) / 10
}
