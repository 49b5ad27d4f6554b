import type { ListLeadsQuery } from '@intake/contracts/list-leads'
import { emailKey, readEmail } from '@intake/contracts/read-email'
import type { Db } from '@intake/database/create-database'
import { readPhone } from '@intake/phone/read-phone'
import { sql } from 'kysely'
import { settled } from '../checklist/lead-status.ts'
import { idAt } from '../ids/id-at.ts'
import { keysOf } from '../matching/contact-keys.ts'
import { leadsWith } from '../searching/searchables.ts'
import type { WorkspaceConfiguration } from '../workspace/configuration-cache.ts'

export interface ListFilters extends Omit<ListLeadsQuery, 'limit' | 'cursor' | 'test'> {
  /** Test leads or live ones; both without it. */
  isTest?: boolean
  /** Deleted leads in place of those that are there. */
  isDeleted?: boolean
  /** IANA name of the zone that a lead is in. */
  timezone?: string | undefined
}

/** Ids are made by the gateways, `created_at` by the database; their clocks are taken to be less than this apart. */
const clockSlackMs = 24 * 3600_000

/** Required items that the query itself asks for; whatever it lets through is computed. */
const maxAsked = 5

/** Whether leads are looked through one by one for what is asked, as no index leads to them. */
export function isLookedThrough({ status, timezone }: ListFilters): boolean {
  return status !== undefined || timezone !== undefined
}

export interface Place {
  /** The last lead before it; null for the beginning. */
  after: string | null
  isOldestFirst?: boolean
}

/**
 * The next leads that may be in the list, newest first, at most `count`, older than `after`; or oldest first and newer. All filters hold but a
 * status, of which only the necessary is asked; the caller computes the rest. Where leads are looked through, so many at most; `place` counts those
 * up to a lead.
 */
export async function findListed(
  db: Db,
  workspace: WorkspaceConfiguration,
  filters: ListFilters,
  { after, isOldestFirst = false }: Place,
  count: number,
  lookedThrough = count,
) {
  const { query: all, id, order } = inOrder(db, workspace, filters, { after, isOldestFirst })
  if (!isLookedThrough(filters)) return all.select(sql<number>`0`.as('place')).limit(count).execute()
  const seen = all
    .select(sql<number>`(row_number() over (order by ${id} ${sql.raw(order)}))::int`.as('place'))
    .limit(lookedThrough)
  let query = db.selectFrom(seen.as('leads')).selectAll().orderBy('id', order).limit(count)
  for (const condition of statusConditions(workspace, filters.status)) query = query.where(condition)
  if (filters.timezone !== undefined) query = query.where(sql<boolean>`${zone} = ${filters.timezone}`)
  return query.execute()
}

/**
 * Does `work` with a planner that takes a list's leads in their order, as few as are asked for. In a workspace that the statistics don't know it would
 * rather read all leads and sort them. Lists that another index leads to are left to it.
 */
export async function takenInOrder<Found>(
  trx: Db,
  filters: ListFilters,
  work: () => Promise<Found>,
): Promise<Found> {
  const { email, phoneNumber, externalLeadId, tag, source, utm_campaign, customFields, updatedAfter } =
    filters
  const hasIndex = [email, phoneNumber, externalLeadId, tag, source, utm_campaign, customFields, updatedAfter]
  if (filters.isDeleted || hasIndex.some((filter) => filter !== undefined)) return work()
  await setPlanner(trx, 'off')
  const found = await work()
  await setPlanner(trx, 'on')
  return found
}

const setPlanner = (trx: Db, sorts: 'on' | 'off') =>
  sql`select set_config('enable_sort', ${sorts}, true), set_config('enable_bitmapscan', ${sorts}, true)`.execute(
    trx,
  )

/** The lead at which so many have been looked through; null where there are fewer. */
export async function endOfLook(
  db: Db,
  workspace: WorkspaceConfiguration,
  filters: ListFilters,
  place: Place,
  lookedThrough: number,
): Promise<string | null> {
  const { query } = inOrder(db, workspace, filters, place)
  const row = await query
    .offset(lookedThrough - 1)
    .limit(1)
    .executeTakeFirst()
  return row?.id ?? null
}

/** Leads in the order of a list, by all filters that an index leads to. */
function inOrder(
  db: Db,
  workspace: WorkspaceConfiguration,
  filters: ListFilters,
  { after, isOldestFirst = false }: Place,
) {
  const { customFields } = filters
  const from = customFields && leadsWith(workspace.id, customFields)
  const id = from ? sql<string>`found.lead_id` : sql<string>`id`
  const order = isOldestFirst ? ('asc' as const) : ('desc' as const)
  let query = (from ? db.selectFrom(from.as('leads')) : db.selectFrom('leads'))
    .select(['workspace_id', 'id', 'is_test', 'phone_key', 'phone_extension', 'email_key'])
    .select(['opt_out_at', 'status_set', 'checklist', 'timezone', 'phone_e164'])
    .where('workspace_id', '=', workspace.id)
    .where('deleted_at', filters.isDeleted ? 'is not' : 'is', null)
    .orderBy(id, order)
  const { isTest, email, phoneNumber, externalLeadId, tag, source, createdAfter, createdBefore } = filters
  if (isTest !== undefined) query = query.where(isTest ? sql<boolean>`is_test` : sql<boolean>`not is_test`)
  if (after) query = query.where(id, isOldestFirst ? '>' : '<', after)
  if (email) query = query.where(emailIs(email, isTest))
  if (phoneNumber) query = query.where(phoneIs(phoneNumber, workspace.defaultRegion, isTest))
  if (externalLeadId)
    query = query.where(
      sql<boolean>`hashtextextended(external_lead_id, 0) = hashtextextended(${externalLeadId}, 0) and external_lead_id = ${externalLeadId}`,
    )
  if (tag)
    query = query.where(
      sql<boolean>`id in (select lt.lead_id from lead_tags lt join tags t on t.workspace_id = lt.workspace_id and t.id = lt.tag_id
        where lt.workspace_id = ${workspace.id} and t.tag_key = ${tag})`,
    )
  if (source) query = query.where('source', '=', source)
  // Its index leaves these out.
  if (source && source !== 'api') query = query.where('source', '<>', 'api')
  if (filters.utm_campaign)
    query = query.where(
      sql<boolean>`attribution is not null and attribution #>> '{utm,campaign}' = ${filters.utm_campaign}`,
    )
  if (createdAfter)
    query = query
      .where('created_at', '>', createdAfter)
      .where('id', '>=', idAt(createdAfter.getTime() - clockSlackMs, '0'))
  if (createdBefore)
    query = query
      .where('created_at', '<', createdBefore)
      .where('id', '<=', idAt(createdBefore.getTime() + clockSlackMs, 'f'))
  if (filters.updatedAfter)
    query = query.where(
      sql<boolean>`${id} in (
        select u.id from leads u where u.workspace_id = ${workspace.id} and u.updated_at > ${filters.updatedAfter}
        union all
        select f.lead_id from activity_facts f where f.workspace_id = ${workspace.id} and f.at > ${filters.updatedAfter})`,
    )
  return { query, id, order }
}

/** The one that a lead was given, else the one of its present phone. */
const zone = sql`coalesce(leads.timezone, (
  select z.zone from lead_timezones z
  where z.workspace_id = leads.workspace_id and z.lead_id = leads.id and z.phone_e164 = leads.phone_e164))`

/** Each kind of leads has an index of its own, so both are asked for one by one. */
function ofKind(isTest: boolean | undefined, condition: ReturnType<typeof sql>) {
  if (isTest !== undefined) return sql<boolean>`${condition}`
  return sql<boolean>`((${condition} and not is_test) or (${condition} and is_test))`
}

/** What has a key is found by it, in any form; what has none, by what is shown of it. */
function phoneIs(phone: string, defaultRegion: string, isTest: boolean | undefined) {
  const { key, e164 } = readPhone(phone, defaultRegion)
  const shown = e164 ?? phone
  const { phone: keys } = keysOf({ phone_key: key ?? e164, phone_extension: null, email_key: null })
  return anyOf([
    ...keys.map((one) => ofKind(isTest, sql`phone_key = ${one}`)),
    sql<boolean>`(phone_key is null and md5(coalesce(phone_e164, phone_raw)) = md5(${shown}) and coalesce(phone_e164, phone_raw) = ${shown})`,
  ])
}

function emailIs(given: string, isTest: boolean | undefined) {
  const email = readEmail(given).email ?? given
  const { email: keys } = keysOf({ email_key: emailKey(email), phone_key: null, phone_extension: null })
  return anyOf([
    ...keys.map((one) => ofKind(isTest, sql`email_key = ${one}`)),
    sql<boolean>`(email_key is null and md5(lower(email)) = md5(lower(${email})) and lower(email) = lower(${email}))`,
  ])
}

function anyOf(conditions: readonly ReturnType<typeof ofKind>[]) {
  return sql<boolean>`(${sql.join(conditions, sql` or `)})`
}

/** Under whatever it stands that is kept in the clear; who lists computes the rest. */
const isSuppressed = sql`exists (
  select from suppressions s where s.workspace_id = leads.workspace_id and s.lifted_at is null and (s.expires_at is null or s.expires_at > now())
    and s.key = any(array[leads.id::text, case when not is_test then phone_key end, case when not is_test then email_key end,
      case when not is_test then '@' || split_part(email_key, '@', -1) end]))`

function statusConditions(workspace: WorkspaceConfiguration, status: ListFilters['status']) {
  if (status === undefined) return []
  if (status === 'OPTED_OUT') return [sql<boolean>`(opt_out_at is not null or ${isSuppressed})`]
  const still = sql<boolean>`opt_out_at is null`
  if (status === 'NOT_INTERESTED') return [still, sql<boolean>`status_set = 'NOT_INTERESTED'`]
  const open = [still, sql<boolean>`status_set is distinct from 'NOT_INTERESTED'`]
  if (status === 'IN_PROGRESS') return open
  const always = workspace.template.groups
    .filter(({ group }) => group.conditions === null)
    .flatMap(({ items }) => items)
    .filter((item) => item.is_required && item.conditions === null)
  for (const { id } of always.slice(0, maxAsked))
    open.push(sql<boolean>`checklist -> ${id} ->> 'status' = any(${[...settled]})`)
  if (status === 'REVIEW') open.push(sql<boolean>`checklist @? '$.*.status ? (@ == "NEEDS_REVIEW")'`)
  return open
}
