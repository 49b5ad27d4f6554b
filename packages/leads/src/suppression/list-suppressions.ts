import type { ListSuppressionsAnswer, ListSuppressionsQuery } from '@intake/contracts/suppressions'
import { makeCursor, readCursor } from '../ids/cursor.ts'
import { readContact } from '../matching/read-contact.ts'
import type { SuppressionContext } from './manage-suppressions.ts'
import { presentSuppression } from './present-suppression.ts'
import { domainKey, lookUpKeys, readDomain } from './suppression-keys.ts'

const defaultLimit = 50

/** Suppressions of a workspace, newest first. Those of a contact include its domain's, and those that an erasure left. Throws `invalid_request` for a bad cursor. */
export async function listSuppressions(
  { db, sealer, workspace }: SuppressionContext,
  { limit = defaultLimit, cursor, phoneNumber, email, domain, leadId, lifted }: ListSuppressionsQuery,
): Promise<ListSuppressionsAnswer> {
  const scope = [
    workspace.id,
    'suppressions',
    phoneNumber ?? null,
    email ?? null,
    domain ?? null,
    leadId ?? null,
    lifted ?? null,
  ]
  let query = db
    .selectFrom('suppressions')
    .selectAll()
    .where('workspace_id', '=', workspace.id)
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (cursor !== undefined) query = query.where('id', '<', readCursor(scope, cursor))
  for (const given of [phoneNumber && { phoneNumber }, email && { email }])
    if (given) {
      const keys = lookUpKeys(readContact(given, workspace), workspace.id, sealer)
      query = query.where('key', 'in', keys.length > 0 ? keys : [''])
    }
  if (domain) query = query.where('key', '=', domainKey(readDomain(domain) ?? ''))
  if (leadId) query = query.where('lead_id', '=', leadId.toLowerCase())
  if (lifted !== undefined) query = query.where('lifted_at', lifted ? 'is not' : 'is', null)
  const rows = await query.execute()
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    suppressions: page.map(presentSuppression),
    nextCursor: rows.length > limit && last ? makeCursor(scope, last.id) : null,
  }
}
