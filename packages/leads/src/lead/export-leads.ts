import type { ExportLeadsQuery, ListLeadsAnswer } from '@intake/contracts/list-leads'
import type { ReadCtx } from './get-lead.ts'
import { listLeads } from './list-leads.ts'

const pageSize = 100

/**
 * All leads of a list, newest first, a JSON line each: page by page as they are asked for, so that no more than a page is held. Leads that come
 * meanwhile aren't told, and each that was there comes once. Throws what `listLeads` throws before the first line; later the lines break off.
 */
export async function exportLeads(
  ctx: Omit<ReadCtx, 'files'>,
  query: ExportLeadsQuery,
): Promise<AsyncIterable<string>> {
  const read = (cursor?: string) => listLeads(ctx, { ...query, limit: pageSize, cursor })
  return linesOf(await read(), read)
}

async function* linesOf(
  first: ListLeadsAnswer,
  read: (cursor: string) => Promise<ListLeadsAnswer>,
): AsyncGenerator<string> {
  for (let page = first; ; ) {
    if (page.leads.length > 0) yield page.leads.map((lead) => `${JSON.stringify(lead)}\n`).join('')
    if (page.nextCursor === null) return
    page = await read(page.nextCursor)
  }
}
