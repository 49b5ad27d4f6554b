import type { ConsentInput } from '@intake/contracts/consent'
import type { OptOutChannel } from '@intake/contracts/opt-out-channels'
import type { Db } from '@intake/database/create-database'
import type { LeadRow } from '@intake/database/tables'
import { sql } from 'kysely'
import { channelsSaid } from '../consent/consents.ts'
import { cancelOutbound } from '../timeline/cancel-outbound.ts'
import { ownReason } from './opt-out.ts'
import { type NewSuppression, suppress, suppressionsOf } from './suppress.ts'

/** A lead's own opt-out. */
export interface OwnOptOut {
  consents: readonly ConsentInput[]
  /** It holds for the lead alone. */
  speaksForItself: boolean
  requestId: string | null
}

/**
 * Writes what a lead opts out of by this call, in the caller's transaction, which holds its contacts' locks: by its row, of everything; by a consent
 * that it takes back, of a channel. Cancels what was still to be sent to it; a job does so for the others with its number or address.
 */
export async function suppressOwn(
  trx: Db,
  lead: LeadRow,
  { consents, speaksForItself: itself, requestId }: OwnOptOut,
  at: Date,
): Promise<void> {
  const { withdrawn } = channelsSaid(consents, at)
  const given: NewSuppression[] = withdrawn.flatMap((channel) =>
    suppressionsOf(lead, { channel, reason: 'consent_withdrawn', itself }),
  )
  if (lead.opt_out_at) given.push(...suppressionsOf(lead, { channel: 'any', reason: ownReason, itself }))
  await suppress(trx, lead.workspace_id, given, { at, requestId })
  const channels: readonly OptOutChannel[] = lead.opt_out_at ? ['any'] : withdrawn
  if (channels.length > 0) await cancelOutbound(trx, lead, channels, at)
}

/** Lifts what a lead said itself and now takes back: its opt-out where it `takesBack` that, a channel with a consent. */
export async function takeBack(
  trx: Db,
  lead: Pick<LeadRow, 'workspace_id' | 'id'>,
  { takesBack, consent }: { takesBack: boolean; consent: readonly ConsentInput[] },
  at: Date,
): Promise<void> {
  const { granted } = channelsSaid(consent, at)
  const channels = takesBack ? [...granted, 'any'] : granted
  if (channels.length === 0) return
  await trx
    .updateTable('suppressions')
    .set({ lifted_at: at, lift_reason: 'taken_back' })
    .where('workspace_id', '=', lead.workspace_id)
    .where('lead_id', '=', lead.id)
    .where('lifted_at', 'is', null)
    .where(sql<boolean>`channels <@ ${channels}::text[]`)
    .execute()
}
