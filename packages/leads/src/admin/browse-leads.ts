import type { ListedLead } from '@intake/contracts/list-leads'
import type { Acting } from '../audit/actor.ts'
import { csvLine } from '../imports/csv-line.ts'
import { type PageQuery, readPage } from '../lead/list-leads.ts'
import { operatorCaller } from './operator-caller.ts'
import { recordListed, type SearchContext } from './search-leads.ts'

export interface BrowseQuery extends PageQuery {
  /** The cursor leads to the page before, not after. */
  isBack?: boolean
}

export interface BrowsedLeads {
  /** In the order that was asked for. */
  leads: ListedLead[]
  /** Cursors of the pages after and before; null where there is none. */
  next: string | null
  previous: string | null
}

/** For operators: a page of a workspace's leads, by the filters of the API's list, and the ways on and back. Which were shown is put on record. Throws what `listLeads` throws. */
export async function browseLeads(
  ctx: SearchContext & Acting,
  { workspaceId, query: { isBack = false, ...query } }: { workspaceId: string; query: BrowseQuery },
): Promise<BrowsedLeads> {
  const isOldestFirst = (query.isOldestFirst ?? false) !== isBack
  const read = { ...ctx, caller: operatorCaller(workspaceId) }
  const page = await readPage(read, { ...query, isOldestFirst })
  await recordListed(ctx, workspaceId, isOldestFirst ? page.leads.toReversed() : page.leads)
  const { leads, nextCursor: onward, firstCursor: backward } = page
  if (isBack) return { leads: leads.toReversed(), next: backward, previous: onward }
  return { leads, next: onward, previous: query.cursor === undefined ? null : backward }
}

const pageSize = 100

/**
 * All leads of such a list as a CSV for spreadsheets, page by page as they are asked for. A cell that a spreadsheet would take for a
 * formula begins with an apostrophe. Throws what `listLeads` throws before the first line. What fails later goes to `onCut`, and the last line says that the file is cut.
 */
export async function exportCsv(
  ctx: SearchContext & Acting,
  {
    workspaceId,
    query,
    onCut,
  }: { workspaceId: string; query: Omit<PageQuery, 'limit' | 'cursor'>; onCut?: (err: unknown) => void },
): Promise<AsyncIterable<string>> {
  const read = (cursor?: string) =>
    browseLeads(ctx, { workspaceId, query: { ...query, limit: pageSize, cursor } })
  return linesOf(await read(), read, onCut)
}

async function* linesOf(
  first: BrowsedLeads,
  read: (cursor: string) => Promise<BrowsedLeads>,
  onCut?: (err: unknown) => void,
): AsyncGenerator<string> {
  yield csvLine(Object.keys(columns))
  for (let page = first; ; ) {
    if (page.leads.length > 0) yield page.leads.map(lineOf).join('')
    if (page.next === null) return
    try {
      page = await read(page.next)
    } catch (err) {
      onCut?.(err)
      yield csvLine(['This file is cut: the leads after this line could not be read. Take it again.'])
      return
    }
  }
}

/** The header of each column, as imports know it, and what it shows. */
const columns: Record<string, (lead: ListedLead) => string | null | undefined> = {
  id: ({ id }) => id,
  createdAt: ({ createdAt }) => createdAt,
  status: ({ status }) => status,
  notBy: ({ suppressed }) => suppressed?.channels.join(' '),
  firstName: ({ firstName }) => firstName,
  middleName: ({ middleName }) => middleName,
  lastName: ({ lastName }) => lastName,
  businessName: ({ businessName }) => businessName,
  email: ({ email }) => email,
  phoneNumber: ({ phoneNumber }) => phoneNumber,
  phoneExtension: ({ phoneExtension }) => phoneExtension,
  timezone: ({ timezone }) => timezone,
  source: ({ source }) => source,
  externalLeadId: ({ externalLeadId }) => externalLeadId,
  website: ({ website }) => website,
  tags: ({ tags }) => (tags.length > 0 ? JSON.stringify(tags) : null),
  customFields: ({ customFields }) =>
    Object.keys(customFields).length > 0 ? JSON.stringify(customFields) : null,
  attribution: ({ attribution }) => attribution && JSON.stringify(attribution),
  isTest: ({ isTest }) => String(isTest),
  summary: ({ activitySummary }) => activitySummary,
}

function lineOf(lead: ListedLead): string {
  return csvLine(Object.values(columns).map((show) => harmless(show(lead) ?? '')))
}

/** A number with its plus is none of a formula's beginnings: it stays as it is, and can be read in again. */
function harmless(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) && !/^\+\d+$/.test(cell) ? `'${cell}` : cell
}
