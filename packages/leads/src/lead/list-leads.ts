import { AppError, invalidRequest } from '@intake/contracts/app-error'
import { toPointer } from '@intake/contracts/field-errors'
import type { LeadStatus } from '@intake/contracts/lead-answer'
import type { ListedLead, ListLeadsAnswer, ListLeadsQuery } from '@intake/contracts/list-leads'
import type { ChecklistItemRow, LeadRow } from '@intake/database/tables'
import { leadChecklist } from '../checklist/lead-checklist.ts'
import { leadStatus } from '../checklist/lead-status.ts'
import { readOneOffItems } from '../checklist/read-one-off-items.ts'
import { makeCursor, readCursor } from '../ids/cursor.ts'
import { optOutOf, shownRow } from '../suppression/opt-out.ts'
import { readSuppressed, type SuppressionSubject } from '../suppression/read-suppressed.ts'
import { requireScope } from '../workspace/caller.ts'
import type { WorkspaceConfiguration } from '../workspace/configuration-cache.ts'
import { sees } from '../workspace/sight.ts'
import { endOfLook, findListed, isLookedThrough, type ListFilters, takenInOrder } from './find-listed.ts'
import type { ReadCtx } from './get-lead.ts'
import type { LeadStore } from './lead-store.ts'
import { presentLeadFields } from './present-lead.ts'
import { readLeads } from './read-leads.ts'

const defaultLimit = 50
const chunk = 250
/** Leads that one call looks through at most; beyond, the page ends early and its cursor goes on from there. */
const maxLookedThrough = 5000

/**
 * Leads of the workspace that aren't deleted, newest first, each with its status. A test key lists test leads, and so does a live key
 * that asks for them. The status is computed from the checklist
 * in force, never stored, so the filter is right after any change of template. Throws `invalid_request` for a bad cursor and for custom fields
 * that the workspace doesn't declare, `unavailable` while stored leads are not yet indexed by one that it does.
 */
export async function listLeads(
  ctx: Omit<ReadCtx, 'files'>,
  query: ListLeadsQuery,
): Promise<ListLeadsAnswer> {
  const { leads, nextCursor } = await readPage(ctx, query)
  return { leads, nextCursor }
}

export interface PageQuery extends ListLeadsQuery {
  /** IANA name of the zone that a lead is in; any without it. */
  timezone?: string | undefined
  /** Newest first without it. A cursor is a place between leads: it holds in both orders. */
  isOldestFirst?: boolean | undefined
}

export interface LeadPage extends ListLeadsAnswer {
  /** For the page before, in the opposite order; null where the page shows no lead. */
  firstCursor: string | null
}

/** A page of `listLeads` in either order, by the zone too. A page by status or zone looks at 5,000 leads at most, so it may be short or empty. Throws what `listLeads` throws. */
export async function readPage(
  ctx: Omit<ReadCtx, 'files'>,
  { limit = defaultLimit, cursor, test, isOldestFirst = false, ...given }: PageQuery,
): Promise<LeadPage> {
  requireScope(ctx.caller, 'leads:read')
  const workspace = await ctx.configuration.workspace(ctx.caller.workspaceId)
  if (!workspace) throw new AppError('unauthorized', 'The workspace of this key no longer exists.')
  checkSearchable(workspace, Object.keys(given.customFields ?? {}))
  const isTest = test ?? ctx.caller.isTest
  const filters: ListFilters = { ...given, isTest }
  if (!sees(ctx.caller, { is_test: isTest })) return { leads: [], nextCursor: null, firstCursor: null }
  const scope = [
    workspace.id,
    'leads',
    inOrder({ ...filters, customFields: inOrder(filters.customFields ?? {}) }),
  ]
  let after = cursor === undefined ? null : readCursor(scope, cursor)
  // One snapshot, so that a lead's status and fields belong together.
  return ctx.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (trx) => {
      const found = new Map<string, LeadStatus>()
      const size = isLookedThrough(filters) ? chunk : limit + 1
      const store = { db: trx, sealer: ctx.sealer }
      const pageOf = async (leads: ReadonlyMap<string, LeadStatus>, nextCursor: string | null) => {
        const [first] = leads.keys()
        const page = await toPage(store, workspace, leads, nextCursor)
        return { ...page, firstCursor: first === undefined ? null : makeCursor(scope, first) }
      }
      for (let left = maxLookedThrough; found.size <= limit; ) {
        const place = { after, isOldestFirst }
        const rows = await takenInOrder(trx, filters, () =>
          findListed(trx, workspace, filters, place, size, left),
        )
        for (const [id, status] of await statusesOf(store, workspace, rows))
          if (filters.status === undefined || filters.status === status) found.set(id, status)
        if (found.size > limit) break
        if (rows.length < size) {
          const end = isLookedThrough(filters)
            ? await takenInOrder(trx, filters, () => endOfLook(trx, workspace, filters, place, left))
            : null
          return pageOf(found, end && makeCursor(scope, end))
        }
        const last = rows.at(-1)
        after = last?.id ?? after
        left -= last?.place ?? left
        if (isLookedThrough(filters) && left <= 0) return pageOf(found, after && makeCursor(scope, after))
      }
      const page = new Map([...found].slice(0, limit))
      return pageOf(page, makeCursor(scope, [...page.keys()].at(-1) ?? ''))
    })
}

function inOrder(members: object): [string, unknown][] {
  return Object.entries(members).sort(([a], [b]) => (a < b ? -1 : 1))
}

function checkSearchable(
  { searchableFields, searchableReady }: WorkspaceConfiguration,
  names: readonly string[],
): void {
  const unknown = names.filter((name) => !searchableFields.includes(name))
  const declared =
    searchableFields.length > 0 ? `only by ${searchableFields.join(', ')}` : 'by no custom field as yet'
  if (unknown.length > 0)
    throw invalidRequest(
      unknown.map((name) => ({
        pointer: toPointer([`customFields.${name}`]),
        code: 'not_searchable',
        message: `leads of this workspace are found ${declared}; an operator declares names with “workspace set --searchable-fields”`,
      })),
    )
  const unready = names.filter((name) => !searchableReady.includes(name))
  if (unready.length > 0)
    throw new AppError('unavailable', `Leads are being indexed by ${unready.join(', ')}; try again later.`, {
      retryAfter: 30,
    })
}

/** Leads as lists show them, deleted ones too, in the order of their ids; ids that don't exist are left out. */
export async function presentListed(
  store: LeadStore,
  workspace: WorkspaceConfiguration,
  ids: readonly string[],
): Promise<ListedLead[]> {
  const reads = await readLeads(store, workspace.id, ids)
  const statuses = new Map(
    await statusesOf(
      store,
      workspace,
      reads.map(({ lead }) => lead),
    ),
  )
  return reads.flatMap((read): ListedLead[] => {
    const status = statuses.get(read.lead.id)
    return status ? [{ ...presentLeadFields(read), status, suppressed: optOutOf(read) }] : []
  })
}

type ListedRow = SuppressionSubject & Pick<LeadRow, 'opt_out_at' | 'status_set' | 'checklist'>

async function statusesOf(
  store: LeadStore,
  workspace: WorkspaceConfiguration,
  rows: readonly ListedRow[],
): Promise<[string, LeadStatus][]> {
  const items = await readOneOffItems(
    store.db,
    workspace.id,
    rows.map((row) => row.id),
  )
  const ofLead = new Map<string | null, ChecklistItemRow[]>()
  for (const item of items) ofLead.set(item.lead_id, [...(ofLead.get(item.lead_id) ?? []), item])
  const suppressed = await readSuppressed(store, rows)
  return rows.map((row, place) => {
    const checklist = leadChecklist(row.id, workspace.template, ofLead.get(row.id) ?? [], row.checklist)
    return [row.id, leadStatus(shownRow(row, suppressed[place] ?? null), checklist)]
  })
}

async function toPage(
  store: LeadStore,
  workspace: WorkspaceConfiguration,
  found: ReadonlyMap<string, LeadStatus>,
  nextCursor: string | null,
): Promise<ListLeadsAnswer> {
  const leads = await readLeads(store, workspace.id, [...found.keys()])
  return {
    leads: leads.flatMap((tagged): ListedLead[] => {
      const status = found.get(tagged.lead.id)
      return status ? [{ ...presentLeadFields(tagged), status, suppressed: optOutOf(tagged) }] : []
    }),
    nextCursor,
  }
}
