import { createHash } from 'node:crypto'
import {
  type AnalyticsAnswer,
  type AnalyticsCounts,
  type AnalyticsFileAnswer,
  type AnalyticsLead,
  AnalyticsPosition,
  type AnalyticsQuery,
} from '@intake/contracts/analytics'
import { AppError, invalidRequest } from '@intake/contracts/app-error'
import type { Storage } from '@intake/storage/storage'
import { v7 as uuidV7 } from 'uuid'
import { notePendingFile } from '../documents/pending-files.ts'
import { putFile } from '../documents/put-file.ts'
import { csvLine } from '../imports/csv-line.ts'
import { requireScope } from '../workspace/caller.ts'
import type { WorkspaceConfiguration } from '../workspace/configuration-cache.ts'
import type { Ctx } from '../workspace/ctx.ts'
import { addCounts, countLeads, noCounts, type Range, sizeOf } from './count-leads.ts'

export interface AnalyticsCtx extends Pick<Ctx, 'db' | 'caller' | 'configuration'> {
  storage: Storage
}

const pageSize = 500
const maxLeads = 200_000
/** Leads that are counted at once: what a call holds of them in memory. */
const chunk = 1000
const addressSeconds = 3600

/**
 * Counts what became of the live leads of a range. Totals of the whole range, and a page of its leads; or a CSV of all of them, kept
 * for an hour. A test key has no live leads. Throws `invalid_request` for a range that is empty or has more than 200,000 leads, and for a bad token.
 */
export async function readAnalytics(
  ctx: AnalyticsCtx,
  { start, end, format, token }: AnalyticsQuery,
): Promise<AnalyticsAnswer | AnalyticsFileAnswer> {
  requireScope(ctx.caller, 'leads:read')
  const workspace = await ctx.configuration.workspace(ctx.caller.workspaceId)
  if (!workspace) throw new AppError('unauthorized', 'The workspace of this key no longer exists.')
  if (start >= end) throw refused('/end', 'empty_range', 'must be after start')
  const range = { start, end }
  const given = token === undefined ? null : readToken(workspace.id, range, token)
  const asked = { start: start.toISOString(), end: end.toISOString() }
  if (ctx.caller.isTest) {
    if (format === 'csv') return { ...asked, downloadUrl: await writeFile(ctx, none()) }
    return { ...asked, nextToken: null, totals: noCounts, breakdown: [] }
  }
  if (!given && (await sizeOf(ctx.db, workspace.id, range, maxLeads + 1)) > maxLeads)
    throw refused('/start', 'too_many', `narrow the range: it has more than ${maxLeads} leads`)
  if (format === 'csv') return { ...asked, downloadUrl: await writeFile(ctx, all(ctx, workspace, range)) }
  const totals = given?.totals ?? (await totalsOf(ctx, workspace, range))
  const after = given?.after ?? null
  const found = await countLeads(ctx.db, workspace, range, { after, limit: pageSize + 1 })
  const breakdown = found.slice(0, pageSize)
  const last = breakdown.at(-1)
  const isMore = found.length > pageSize && last
  return {
    ...asked,
    nextToken: isMore ? makeToken(workspace.id, range, { after: last.leadId, totals }) : null,
    totals,
    breakdown,
  }
}

function refused(pointer: string, code: string, message: string): AppError {
  return invalidRequest([{ pointer, code, message }])
}

async function* none(): AsyncGenerator<AnalyticsLead[]> {}

/** All leads of a range, some at a time. */
async function* all(
  { db }: AnalyticsCtx,
  workspace: WorkspaceConfiguration,
  range: Range,
): AsyncGenerator<AnalyticsLead[]> {
  let after: string | null = null
  for (;;) {
    const leads: AnalyticsLead[] = await countLeads(db, workspace, range, { after, limit: chunk })
    if (leads.length > 0) yield leads
    if (leads.length < chunk) return
    after = leads.at(-1)?.leadId ?? null
  }
}

async function totalsOf(
  ctx: AnalyticsCtx,
  workspace: WorkspaceConfiguration,
  range: Range,
): Promise<AnalyticsCounts> {
  let totals = noCounts
  for await (const leads of all(ctx, workspace, range))
    for (const lead of leads) totals = addCounts(totals, lead)
  return totals
}

interface Place {
  after: string
  /** Told on each page, counted on the first. */
  totals: AnalyticsCounts
}

function makeToken(workspaceId: string, range: Range, { after, totals }: Place): string {
  const text = JSON.stringify([after, totals])
  return `${Buffer.from(text).toString('base64url')}.${sumOf(workspaceId, range, text)}`
}

/** Throws `invalid_request` unless it was made for the same workspace and range. */
function readToken(workspaceId: string, range: Range, token: string): Place {
  const [encoded = '', sum] = token.split('.')
  const text = Buffer.from(encoded, 'base64url').toString()
  if (sum === sumOf(workspaceId, range, text)) {
    const [after, totals] = AnalyticsPosition.parse(JSON.parse(text))
    return { after, totals }
  }
  throw refused('/token', 'invalid_token', 'is no token of this range')
}

function sumOf(workspaceId: string, { start, end }: Range, text: string): string {
  return createHash('sha256')
    .update(JSON.stringify([workspaceId, 'analytics', start, end, text]))
    .digest('base64url')
    .slice(0, 16)
}

/** Keeps a CSV of the leads for an hour; answers its address. The sweeper of files that belong to nothing removes it. */
async function writeFile(
  { db, caller, storage }: AnalyticsCtx,
  leads: AsyncIterable<AnalyticsLead[]>,
): Promise<string> {
  const key = `reports/${caller.workspaceId}/${uuidV7()}`
  await notePendingFile(db, caller.workspaceId, key, { keepSeconds: addressSeconds })
  await putFile(storage, key, linesOf(leads), {
    contentType: 'text/csv',
    maxBytes: 1_000_000_000,
    tooLarge: 'The file is too large; narrow the range.',
  })
  return storage.signUrl(key, {
    filename: 'analytics.csv',
    contentType: 'text/csv',
    expiresInSeconds: addressSeconds,
  })
}

const columns: readonly [string, (lead: AnalyticsLead) => string | number | null][] = [
  ['leadId', (lead) => lead.leadId],
  ['externalId', (lead) => asText(lead.externalId)],
  ['createdAt', (lead) => lead.createdAt],
  ['status', (lead) => lead.status],
  ['leadsCompleted', (lead) => lead.leadsCompleted],
  ['leadsOptedOut', (lead) => lead.leadsOptedOut],
  ['totalMessages', (lead) => lead.totalMessages],
  ['inboundMessages', (lead) => lead.inboundMessages],
  ['outboundMessages', (lead) => lead.outboundMessages],
  ['smsInbound', (lead) => lead.channels.sms.inbound],
  ['smsOutbound', (lead) => lead.channels.sms.outbound],
  ['emailInbound', (lead) => lead.channels.email.inbound],
  ['emailOutbound', (lead) => lead.channels.email.outbound],
  ['totalRequired', (lead) => lead.completion.totalRequired],
  ['totalCompleted', (lead) => lead.completion.totalCompleted],
  ['manualUpdates', (lead) => lead.interventions.manualUpdates],
]

/** A spreadsheet would run what begins so; a sender may have chosen it. */
function asText(cell: string | null): string | null {
  return cell !== null && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
}

async function* linesOf(leads: AsyncIterable<AnalyticsLead[]>): AsyncGenerator<Uint8Array> {
  yield Buffer.from(csvLine(columns.map(([name]) => name)))
  for await (const some of leads)
    yield Buffer.from(some.map((lead) => csvLine(columns.map(([, cell]) => cell(lead)))).join(''))
}
