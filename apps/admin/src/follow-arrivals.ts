import { setTimeout as pause } from 'node:timers/promises'
import type { ListChangesAnswer } from '@intake/contracts/list-changes'
import type { Submission } from '@intake/contracts/sources'
import { listChanges } from '@intake/leads/lead/list-changes'
import { timeOf } from '@intake/leads/lead/lock-lead'
import { listSubmissions } from '@intake/leads/sources/list-submissions'
import type { OperatorCtx } from './with-workspace.ts'

const lookEveryMs = 500
const page = 100
/** Those that were told; a change of a lead that came long ago is told by its age. */
const remembered = 10_000

export type ArrivedLead = ListChangesAnswer['leads'][number]

/** What came to a workspace since the last look. */
export interface Arrivals {
  leads: ArrivedLead[]
  /** Those that were refused, or wait for a person. */
  submissions: Submission[]
}

interface Following {
  isTest: boolean
  signal: AbortSignal
  /** Hears of a look that failed; it is taken again. */
  onError(error: unknown): void
}

/** Yields what comes from now on, until `signal`. A lead is yielded once, however often it changes. */
export async function* followArrivals(
  ctx: OperatorCtx,
  { isTest, signal, onError }: Following,
): AsyncIterable<Arrivals> {
  const since = await timeOf(ctx.db)
  const isNew = onlyOnce(since)
  let cursor: string | undefined
  while (!signal.aborted) {
    try {
      const changes = await listChanges(ctx, { limit: page, since, test: isTest, cursor })
      cursor = changes.nextCursor ?? cursor
      const leads = changes.leads.filter((lead) => isNew(lead.id, lead.createdAt))
      const submissions = (await readRefused(ctx, isTest)).filter((one) => isNew(one.id, one.receivedAt))
      if (leads.length > 0 || submissions.length > 0) yield { leads, submissions }
      if (changes.hasMore) continue
    } catch (error) {
      onError(error)
    }
    await pause(lookEveryMs, undefined, { signal }).catch(() => undefined)
  }
}

async function readRefused(ctx: OperatorCtx, isTest: boolean): Promise<Submission[]> {
  const { submissions } = await listSubmissions(
    { ...ctx, workspaceId: ctx.workspace.id },
    { isTest },
    { limit: page },
  )
  return submissions.filter(
    (one) => one.isTest === isTest && (one.status === 'REFUSED' || one.status === 'QUARANTINED'),
  )
}

function onlyOnce(since: Date): (id: string, at: string) => boolean {
  const told = new Set<string>()
  return (id, at) => {
    if (told.has(id) || new Date(at) < since) return false
    told.add(id)
    for (const first of told) {
      if (told.size <= remembered) break
      told.delete(first)
    }
    return true
  }
}
