import type { ConsentInput, ConsentState } from '@intake/contracts/consent'
import type { OptOutChannel } from '@intake/contracts/opt-out-channels'
import type { Db } from '@intake/database/create-database'
import type { LeadRow } from '@intake/database/tables'
import { sql } from 'kysely'
import { newId } from '../ids/new-id.ts'

/** Columns of the ledger that a call gives, and their types in Postgres. */
const columns = [
  ['id', 'uuid'],
  ['channel', 'text'],
  ['status', 'text'],
  ['purpose', 'text'],
  ['text', 'text'],
  ['seller', 'text'],
  ['captured_at', 'timestamptz'],
  ['ip', 'text'],
  ['user_agent', 'text'],
  ['page_url', 'text'],
  ['certificate_url', 'text'],
  ['evidence', 'jsonb'],
] as const
const names = columns.map(([name]) => name).join(', ')
const given = columns.map(([name, type]) => `${name} ${type}`).join(', ')

/** Entries as the statements below take them: members that are undefined are left out. */
export function consentRows(consents: readonly ConsentInput[]): object[] {
  return consents.map((consent) => ({
    id: newId(),
    channel: consent.channel,
    status: consent.status,
    purpose: consent.purpose,
    text: consent.text,
    seller: consent.seller,
    captured_at: consent.capturedAt,
    ip: consent.ip,
    user_agent: consent.userAgent,
    page_url: consent.pageUrl,
    certificate_url: consent.certificateUrl,
    evidence: consent.evidence,
  }))
}

/** SQL: writes the entries of rows `of` (`workspace_id`, `id` of the lead, `at`, `consents`). */
export function insertConsentsText(of: string): string {
  return `
  insert into consents (workspace_id, lead_id, recorded_at, ${names})
  select a.workspace_id, a.id, a.at, ${columns.map(([name]) => (name === 'captured_at' ? 'coalesce(c.captured_at, a.at)' : `c.${name}`)).join(', ')}
  from ${of} a cross join lateral jsonb_to_recordset(a.consents) as c (${given})`
}

/** Adds entries to the ledger of a lead that is there, in the caller's transaction. */
export async function recordConsents(
  trx: Db,
  lead: Pick<LeadRow, 'workspace_id' | 'id'>,
  consents: readonly ConsentInput[],
  at: Date,
): Promise<void> {
  if (consents.length === 0) return
  await sql`
    with given as (
      select ${lead.workspace_id}::uuid as workspace_id, ${lead.id}::uuid as id, ${at}::timestamptz as at,
        ${JSON.stringify(consentRows(consents))}::jsonb as consents
    ) ${sql.raw(insertConsentsText('given'))}`.execute(trx)
}

/** SQL: where a lead `l` stands by channel, as JSON; null where nothing was said. */
export const consentStateText = `
  (select json_object_agg(channel, json_build_object('status', status, 'at', captured_at)) from (
    select distinct on (channel) channel, status, captured_at from consents c
    where c.workspace_id = l.workspace_id and c.lead_id = l.id order by channel, captured_at desc, id desc) latest)`

/** What {@link consentStateText} answers. */
export type StoredState = Partial<
  Record<OptOutChannel, { status: ConsentInput['status']; at: string }>
> | null

/** Where a lead stands, as answers show it. */
export function presentState(state: StoredState): ConsentState {
  if (!state) return nothing
  return Object.fromEntries(
    Object.entries(state).map(([channel, { status, at }]) => [
      channel,
      { status, at: new Date(at).toISOString() },
    ]),
  )
}

const nothing: ConsentState = {}

/** Where a new lead stands after what its call said. */
export function stateAfter(consents: readonly ConsentInput[], at: Date): StoredState {
  if (consents.length === 0) return null
  const timed = consents.map(({ channel, status, capturedAt = at }) => ({ channel, status, at: capturedAt }))
  const inOrder = timed.toSorted((a, b) => a.at.getTime() - b.at.getTime())
  return Object.fromEntries(
    inOrder.map(({ channel, status, at }) => [channel, { status, at: at.toISOString() }]),
  )
}

/** The channels that a call takes back, and those that it agrees to; what is said last of a channel counts. */
export function channelsSaid(consents: readonly ConsentInput[], at: Date) {
  const state = Object.entries(stateAfter(consents, at) ?? {}) as [OptOutChannel, { status: string }][]
  const of = (status: string) => state.flatMap(([channel, said]) => (said.status === status ? [channel] : []))
  return { withdrawn: of('withdrawn'), granted: of('granted') }
}
