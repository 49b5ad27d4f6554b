import type {
  ExportLeadsQuery,
  ListedLead,
  ListLeadsAnswer,
  ListLeadsQuery,
} from '@intake/contracts/list-leads'
import type { Acting } from '../audit/actor.ts'
import { csvLine } from '../imports/csv-line.ts'
import { listLeads } from '../lead/list-leads.ts'
import { operatorCaller } from './operator-caller.ts'
import { recordListed, type SearchContext } from './search-leads.ts'

/** For operators: a page of a workspace's leads, by the filters of the API's list. Which were shown is put on record. Throws what `listLeads` throws. */
export async function browseLeads(
  ctx: SearchContext & Acting,
  { workspaceId, query }: { workspaceId: string; query: ListLeadsQuery },
): Promise<ListLeadsAnswer> {
  const page = await listLeads({ ...ctx, caller: operatorCaller(workspaceId) }, query)
  await recordListed(ctx, workspaceId, page.leads)
  return page
}

const pageSize = 100

/**
 * All leads of such a list as a CSV for spreadsheets, newest first, page by page as they are asked for. A cell that a spreadsheet would take for a
 * formula begins with an apostrophe. Throws what `listLeads` throws before the first line; later the file breaks off.
 */
export async function exportCsv(
  ctx: SearchContext & Acting,
  { workspaceId, query }: { workspaceId: string; query: ExportLeadsQuery },
): Promise<AsyncIterable<string>> {
  const read = (cursor?: string) =>
    browseLeads(ctx, { workspaceId, query: { ...query, limit: pageSize, cursor } })
  return linesOf(await read(), read)
}

async function* linesOf(
  first: ListLeadsAnswer,
  read: (cursor: string) => Promise<ListLeadsAnswer>,
): AsyncGenerator<string> {
  yield csvLine(Object.keys(columns))
  for (let page = first; ; ) {
    if (page.leads.length > 0) yield page.leads.map(lineOf).join('')
    if (page.nextCursor === null) return
    page = await read(page.nextCursor)
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
