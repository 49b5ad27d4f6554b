import { createHash } from 'node:crypto'
import { AppError, invalidRequest } from '@intake/contracts/app-error'
import type { ListChangesAnswer, ListChangesQuery } from '@intake/contracts/list-changes'
import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'
import { requireScope } from '../workspace/caller.ts'
import type { Ctx } from '../workspace/ctx.ts'
import { sees } from '../workspace/sight.ts'
import { changeHorizon } from './change-horizon.ts'
import { presentListed } from './list-leads.ts'

/** A place in the feed: when a change happened, microseconds since 1970, and whose it was. */
interface Place {
  at: bigint
  id: string
}

const defaultLimit = 100
/** Changes that are looked at in one go, and how often a call looks: leads of the other kind are passed over. */
const chunk = 500
const maxLooks = 10
const firstId = '00000000-0000-0000-0000-000000000000'

/**
 * Leads in the order of their last change, deleted ones too, as they are now. Whoever follows the cursor sees every change, and may see one
 * twice: it never passes a time at which a change may still appear. A test key sees test leads, and so does a live key that asks for them.
 * Throws `invalid_request` for a bad cursor.
 */
export async function listChanges(
  ctx: Pick<Ctx, 'db' | 'sealer' | 'caller' | 'configuration'>,
  { limit = defaultLimit, cursor, since, test }: ListChangesQuery,
): Promise<ListChangesAnswer> {
  requireScope(ctx.caller, 'leads:read')
  const workspace = await ctx.configuration.workspace(ctx.caller.workspaceId)
  if (!workspace) throw new AppError('unauthorized', 'The workspace of this key no longer exists.')
  const isTest = test ?? ctx.caller.isTest
  const scope = [workspace.id, 'changes', isTest]
  let place = cursor === undefined ? startAt(since) : readPlace(scope, cursor)
  if (!sees(ctx.caller, { is_test: isTest }))
    return { leads: [], nextCursor: makePlace(scope, place), hasMore: false }
  const horizon = await changeHorizon(ctx.db)
  const found = new Map<string, Place>()
  let hasMore = true
  for (let looks = 0; hasMore && found.size < limit && looks < maxLooks; looks++) {
    const changes = await readChanges(ctx.db, workspace.id, { after: place, before: horizon })
    hasMore = changes.length === chunk
    for (const change of changes) {
      if (change.is_test === isTest) {
        if (found.size === limit && !found.has(change.id)) {
          hasMore = true
          break
        }
        // In the place of its last change.
        found.delete(change.id)
        found.set(change.id, { at: BigInt(change.at), id: change.id })
      }
      place = { at: BigInt(change.at), id: change.id }
    }
  }
  const leads = await presentListed(ctx, workspace, [...found.keys()])
  return { leads, nextCursor: makePlace(scope, place), hasMore }
}

interface Change {
  id: string
  at: string
  is_test: boolean
}

/** The next changes behind a place: of leads themselves, and of what the jobs found for them. */
async function readChanges(
  db: Db,
  workspaceId: string,
  { after, before }: { after: Place; before: bigint },
): Promise<Change[]> {
  const { rows } = await sql<Change>`
    with bounds as materialized (
      select ${time(after.at)} as after, ${time(before)} as before
    ), changes as (
      (select l.id, l.updated_at as at from leads l
       where l.workspace_id = ${workspaceId} and (l.updated_at, l.id) > ((select after from bounds), ${after.id}::uuid)
         and l.updated_at < (select before from bounds)
       order by l.updated_at, l.id limit ${chunk})
      union all
      (select f.lead_id, f.at from activity_facts f
       where f.workspace_id = ${workspaceId} and (f.at, f.lead_id) > ((select after from bounds), ${after.id}::uuid)
         and f.at < (select before from bounds)
       order by f.at, f.lead_id limit ${chunk})
    )
    select c.id, (extract(epoch from c.at) * 1000000)::bigint as at, l.is_test
    from (select id, at from changes order by at, id limit ${chunk}) c
    cross join lateral (select is_test from leads where workspace_id = ${workspaceId} and id = c.id offset 0) l
    order by c.at, c.id`.execute(db)
  return rows
}

function time(micros: bigint) {
  return sql`(timestamptz 'epoch' + ${String(micros)}::bigint * interval '1 microsecond')`
}

function startAt(since: Date | undefined): Place {
  return { at: BigInt(since?.getTime() ?? 0) * 1000n, id: firstId }
}

const placeBytes = 24
const sumBytes = 12

function makePlace(scope: readonly unknown[], { at, id }: Place): string {
  const bytes = Buffer.alloc(placeBytes)
  bytes.writeBigInt64BE(at)
  bytes.write(id.replaceAll('-', ''), 8, 'hex')
  return Buffer.concat([bytes, sumOf(scope, bytes)]).toString('base64url')
}

/** Throws `invalid_request` unless the cursor was made for the same scope. */
function readPlace(scope: readonly unknown[], cursor: string): Place {
  const bytes = Buffer.from(cursor, 'base64url')
  const place = bytes.subarray(0, placeBytes)
  if (bytes.length === placeBytes + sumBytes && sumOf(scope, place).equals(bytes.subarray(placeBytes))) {
    const hex = place.subarray(8).toString('hex')
    return {
      at: place.readBigInt64BE(),
      id: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
    }
  }
  throw invalidRequest([{ pointer: '/cursor', code: 'invalid_cursor', message: 'is no cursor of this feed' }])
}

function sumOf(scope: readonly unknown[], place: Buffer): Buffer {
  return createHash('sha256').update(JSON.stringify(scope)).update(place).digest().subarray(0, sumBytes)
}
