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
import { findListed, isComputed, type ListFilters } from './find-listed.ts'
import type { ReadCtx } from './get-lead.ts'
import type { LeadStore } from './lead-store.ts'
import { presentLeadFields } from './present-lead.ts'
import { readLeads } from './read-leads.ts'

const defaultLimit = 50
const chunk = 250
/** Leads whose status one call computes at most; beyond, the page ends early and its cursor goes on from there. */
const maxComputed = 5000

/**
 * Leads of the workspace that aren't deleted, newest first, each with its status. A test key lists test leads, and so does a live key
 * that asks for them. The status is computed from the checklist
 * in force, never stored, so the filter is right after any change of template. Throws `invalid_request` for a bad cursor and for custom fields
 * that the workspace doesn't declare, `unavailable` while stored leads are not yet indexed by one that it does.
 */
export async function listLeads(
  ctx: Omit<ReadCtx, 'files'>,
  { limit = defaultLimit, cursor, test, ...given }: ListLeadsQuery,
): Promise<ListLeadsAnswer> {
  requireScope(ctx.caller, 'leads:read')
  const workspace = await ctx.configuration.workspace(ctx.caller.workspaceId)
  if (!workspace) throw new AppError('unauthorized', 'The workspace of this key no longer exists.')
  checkSearchable(workspace, Object.keys(given.customFields ?? {}))
  const isTest = test ?? ctx.caller.isTest
  const filters: ListFilters = { ...given, isTest }
  if (!sees(ctx.caller, { is_test: isTest })) return { leads: [], nextCursor: null }
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
      const size = isComputed(filters.status) ? chunk : limit + 1
      for (let scanned = 0; found.size <= limit; scanned += size) {
        if (scanned >= maxComputed)
          return toPage({ db: trx, sealer: ctx.sealer }, workspace, found, after && makeCursor(scope, after))
        const rows = await findListed(trx, workspace, filters, after, size)
        for (const [id, status] of await statusesOf({ db: trx, sealer: ctx.sealer }, workspace, rows))
          if (filters.status === undefined || filters.status === status) found.set(id, status)
        if (rows.length < size && found.size <= limit)
          return toPage({ db: trx, sealer: ctx.sealer }, workspace, found, null)
        after = rows.at(-1)?.id ?? after
      }
      const page = new Map([...found].slice(0, limit))
      return toPage(
        { db: trx, sealer: ctx.sealer },
        workspace,
        page,
        makeCursor(scope, [...page.keys()].at(-1) ?? ''),
      )
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
