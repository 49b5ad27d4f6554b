import { createSealer } from '@intake/leads/sealing/sealer'
import { enforceSuppressions } from '@intake/leads/suppression/enforce-suppressions'
import { makeWorkspace } from '@intake/testing/make-workspace'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call } from '../call.ts'
import { makeGateway, type TestGateway } from '../make-gateway.ts'
import { createHistory, type Shown } from './opt-out-history.ts'

/** All together. `TEST_BODIES=20000 TEST_SEED=7` is a long form. */
const calls = Number(process.env.TEST_BODIES ?? 1000)
const seed = Number(process.env.TEST_SEED ?? 22)
const writers = 64
const people = 20

let gateways: TestGateway[]
let key: string
let workspaceId: string
beforeAll(async () => {
  const first = await makeGateway()
  gateways = [first, await makeGateway({ sharing: first })]
  ;({ key, id: workspaceId } = await makeWorkspace(first.db))
})
afterAll(async () => {
  for (const gateway of [...gateways].reverse()) await gateway.close()
})

const steps = [
  ...['create', 'create', 'create', 'batch', 'opt-out', 'opt-out by status', 'withdraw', 'suppress'],
  ...['whole record', 'move', 'take back', 'lift', 'message', 'message', 'message', 'follow-up', 'follow-up'],
  ...['draft', 'read', 'read', 'list', 'merge', 'delete', 'restore', 'enforce'],
] as const
const step = fc.record({
  what: fc.constantFrom(...steps),
  person: fc.nat(people - 1),
  other: fc.nat(people - 1),
  shares: fc.constantFrom('phone', 'email', 'both'),
  policy: fc.constantFrom('flag', 'merge', 'reject'),
  channel: fc.constantFrom('sms', 'email', 'any'),
  optsOut: fc.nat(9).map((nat) => nat === 0),
  pick: fc.nat(1000),
  gateway: fc.nat(1),
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

const phoneOf = (person: number) => `+12122310${100 + person}`
const emailOf = (person: number) => `person${person}@people.example`
const contactOf = (person: number, shares: Step['shares']) => ({
  ...(shares === 'email' ? {} : { phoneNumber: phoneOf(person) }),
  ...(shares === 'phone' ? {} : { email: emailOf(person) }),
})
const firstName = 'Ada'

test('whatever begins after an opt-out’s answer never says contactable, and no follow-up stays open', async () => {
  const history = createHistory()
  const leads: string[] = []
  const deleted: string[] = []
  const suppressions: { id: string; source: string }[] = []

  async function run(one: Step, writer: number): Promise<void> {
    const gateway = gateways[one.gateway] as TestGateway
    const chosen = (list: readonly string[]) => list[one.pick % Math.max(list.length, 1)]
    const lead = chosen(leads)
    const contact = contactOf(one.person, one.shares)
    const begun = (text: string, about: Parameters<typeof history.begin>[1] = {}) =>
      history.begin(`writer ${writer}, gateway ${one.gateway + 1}: ${text}`, about)
    const send = async (method: string, path: string, body?: unknown, headers = {}) => {
      const response = await call(gateway, key, method, path, body, headers)
      const answer = (await response.json()) as Record<string, never>
      // A call may be told to come again: 64 writers contend for the same rows.
      if (response.status >= 500 && response.status !== 503)
        history.fail(`${method} ${path} answered ${response.status}`)
      return { isTaken: response.status < 300, status: response.status, answer }
    }
    const policy = { 'intake-duplicate-policy': one.policy }

    switch (one.what) {
      case 'create': {
        const body = { firstName, ...contact, ...(one.optsOut ? { didOptOut: true } : {}) }
        const mark = begun(`create under ${one.policy} ${JSON.stringify(body)}`, { optsOut: one.optsOut })
        const { isTaken, status, answer } = await send('POST', '/leads', body, policy)
        if (!isTaken) return mark.end(String(status))
        leads.push((answer as unknown as Shown).lead.id)
        return mark.end('taken', [answer as unknown as Shown], ['any'])
      }
      case 'batch': {
        const bodies = [one.person, one.other].map((person) => ({
          firstName,
          ...contactOf(person, one.shares),
        }))
        const mark = begun(`batch under ${one.policy} ${JSON.stringify(bodies)}`)
        const { answer } = await send('POST', '/leads/batch', { leads: bodies }, policy)
        const results = (answer.results ?? []) as unknown as { answer?: Shown }[]
        const shown = results.flatMap((result) => (result.answer ? [result.answer] : []))
        leads.push(...shown.map((each) => each.lead.id))
        return mark.end(`${shown.length} taken`, shown)
      }
      case 'opt-out':
      case 'opt-out by status':
      case 'withdraw': {
        if (!lead) return
        const channels = one.what === 'withdraw' ? [one.channel] : ['any']
        const body =
          one.what === 'withdraw'
            ? { consent: { channel: one.channel, status: 'withdrawn' } }
            : one.what === 'opt-out'
              ? { didOptOut: true }
              : { status: 'OPTED_OUT' }
        const mark = begun(`update ${lead} ${JSON.stringify(body)}`, { optsOut: true })
        const { isTaken, status, answer } = await send('PUT', `/leads/${lead}`, body)
        return isTaken ? mark.end('taken', [answer as unknown as Shown], channels) : mark.end(String(status))
      }
      case 'suppress': {
        const given =
          one.shares === 'email' ? { email: emailOf(one.person) } : { phoneNumber: phoneOf(one.person) }
        const channels = [one.channel]
        const source = JSON.stringify([Object.values(given)[0], channels])
        const mark = begun(`suppress ${source}`)
        const { isTaken, status, answer } = await send('POST', '/suppressions', {
          suppressions: [{ ...given, channels }],
        })
        if (!isTaken) return mark.end(String(status))
        const [{ id } = { id: '' }] = answer.suppressions as unknown as { id: string }[]
        suppressions.push({ id, source })
        mark.end(`taken as ${id}`)
        return mark.holds({ source, contacts: Object.values(given), channels })
      }
      case 'lift': {
        const found = suppressions[one.pick % Math.max(suppressions.length, 1)]
        if (!found) return
        const mark = begun(`lift ${found.id} ${found.source}`, { takesBack: found.source })
        const { status } = await send('POST', `/suppressions/${found.id}/lift`, { reason: 'asked to' })
        return mark.end(String(status))
      }
      case 'take back':
      case 'whole record':
      case 'move': {
        if (!lead) return
        const body = {
          firstName,
          ...(one.what === 'take back' ? {} : contact),
          ...(one.what === 'move' ? {} : { didOptOut: false }),
        }
        const mark = begun(
          `update ${lead} ${JSON.stringify(body)}`,
          one.what === 'move' ? { moves: lead } : { takesBack: lead, moves: lead },
        )
        const { isTaken, status, answer } = await send('PUT', `/leads/${lead}`, body)
        return mark.end(isTaken ? 'taken' : String(status), isTaken ? [answer as unknown as Shown] : [])
      }
      case 'message':
      case 'follow-up':
      case 'draft': {
        if (!lead) return
        const channel = one.channel === 'any' ? 'sms' : one.channel
        const body = {
          type: one.what === 'follow-up' ? 'FOLLOW_UP_MESSAGE' : 'MESSAGE',
          status: one.what === 'draft' ? 'AWAITING_APPROVAL' : 'PENDING',
          messages: [{ channel, body: 'Hello' }],
        }
        const mark = begun(`${one.what} by ${channel} to ${lead}`)
        const { isTaken, status } = await send('POST', `/leads/${lead}/action-logs`, body)
        return mark.end(
          isTaken ? 'accepted' : String(status),
          [],
          [],
          isTaken ? { lead, channel } : undefined,
        )
      }
      case 'read': {
        if (!lead) return
        const mark = begun(`read ${lead}`)
        const { isTaken, status, answer } = await send('GET', `/leads/${lead}`)
        return mark.end(String(status), isTaken ? [answer as unknown as Shown] : [])
      }
      case 'list': {
        const mark = begun('list')
        const { answer } = await send('GET', '/leads?limit=100')
        const listed = (answer.leads ?? []) as unknown as (Shown['lead'] & Pick<Shown, 'suppressed'>)[]
        return mark.end(
          `${listed.length} leads`,
          listed.map(({ suppressed, ...each }) => ({ suppressed, lead: each })),
        )
      }
      case 'merge': {
        const other = leads[(one.pick * 7 + 1) % Math.max(leads.length, 1)]
        if (!lead || !other || other === lead || one.pick % 3 > 0) return
        const mark = begun(`merge ${other} into ${lead}`, { moves: lead, takesBack: other })
        const { isTaken, status, answer } = await send('POST', `/leads/${other}/merge`, { into: lead })
        return mark.end(String(status), isTaken ? [answer as unknown as Shown] : [])
      }
      case 'delete': {
        if (!lead || one.pick % 3 > 0) return
        const mark = begun(`delete ${lead}`)
        const { isTaken, status } = await send('DELETE', `/leads/${lead}`)
        if (isTaken) deleted.push(lead)
        return mark.end(String(status))
      }
      case 'restore': {
        const gone = chosen(deleted)
        if (!gone) return
        const mark = begun(`restore ${gone}`)
        const { status } = await send('POST', `/leads/${gone}/restore`, {})
        return mark.end(String(status))
      }
      case 'enforce': {
        const mark = begun('the jobs enforce')
        await enforce()
        return mark.end('done')
      }
    }
  }

  async function enforce(): Promise<void> {
    const { db } = gateways[0] as TestGateway
    const due = await db
      .selectFrom('suppressions')
      .select('id')
      .where('workspace_id', '=', workspaceId)
      .where('enforced_at', 'is', null)
      .execute()
    const store = { db, sealer: createSealer(['a key of the tests, of 32 characters']) }
    if (due.length > 0) await enforceSuppressions(store, { workspaceId, ids: due.map(({ id }) => id) })
  }

  const todo = fc.sample(step, { seed, numRuns: calls })
  await Promise.all(
    Array.from({ length: writers }, async (_, writer) => {
      for (let one = todo.shift(); one && !history.hasFailed(); one = todo.shift()) await run(one, writer)
    }),
  )
  expect(history.failures(), history.tell(seed)).toEqual([])
  expect(history.checked()).toBeGreaterThan(calls / 20)

  await enforce()
  const { db } = gateways[0] as TestGateway
  const open = await db
    .selectFrom('action_logs')
    .select(['lead_id', 'id'])
    .where('workspace_id', '=', workspaceId)
    .where('status', 'in', ['PENDING', 'AWAITING_APPROVAL'])
    .where('type', 'in', ['MESSAGE', 'FOLLOW_UP_MESSAGE'])
    .execute()
  for (const id of new Set(open.map((each) => each.lead_id))) {
    const response = await (gateways[1] as TestGateway).get(key, id)
    if (response.status === 200) history.checkOpen((await response.json()) as Shown)
  }
  expect(history.failures(), history.tell(seed)).toEqual([])
}, 600_000)
