import { invalidRequest } from '@intake/contracts/app-error'
import type { Db } from '@intake/database/create-database'
import { findListed } from '../lead/find-listed.ts'
import { readContact } from '../matching/read-contact.ts'
import type { WorkspaceConfiguration } from '../workspace/configuration-cache.ts'

/** A number or an address of a person. */
export interface PersonContact {
  phoneNumber?: string
  email?: string
}

const page = 500

/**
 * All leads of a workspace with a number or an address, as ids: test leads and deleted ones too. Throws `invalid_request` for a contact that stands
 * for nobody: leads of many people have it.
 */
export async function findPerson(
  ctx: { db: Db },
  workspace: WorkspaceConfiguration,
  { phoneNumber, email }: PersonContact,
): Promise<string[]> {
  const { phone_key, email_key } = readContact({ phoneNumber, email }, workspace)
  if (phone_key === null && email_key === null) {
    const message = 'stands for nobody, or can’t be read; give the ids of the leads'
    throw invalidRequest([{ pointer: email ? '/email' : '/phoneNumber', code: 'no_contact', message }])
  }
  const ids: string[] = []
  for (const isDeleted of [false, true])
    for (let after: string | null = null, isMore = true; isMore; ) {
      const filters = { phoneNumber, email, isDeleted }
      const found: { id: string }[] = await findListed(ctx.db, workspace, filters, { after }, page)
      ids.push(...found.map(({ id }) => id))
      after = found.at(-1)?.id ?? null
      isMore = found.length === page
    }
  return ids
}
