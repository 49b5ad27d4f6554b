import { randomBytes } from 'node:crypto'
import type { SourceKindName } from '@intake/contracts/sources'
import { createApiKey } from '@intake/leads/admin/create-api-key'
import {
  type FakeLead,
  type FakeSender,
  newLeadId,
  type SentRequest,
} from '@intake/testing/providers/provider'
import { senders } from '@intake/testing/providers/senders'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { call, taken } from '../call.ts'
import { makeGateway, type TestGateway } from '../make-gateway.ts'
import { useGateway } from '../use-gateway.ts'

export interface SourceExpectations {
  /** What the sender's id is to us. */
  externalIdOf(id: string): string | RegExp
  /** Members that every lead of the kind has. */
  lead: object
  /** Status of what somebody else sent; null where the address is all there is to know. */
  refusal: 401 | 403 | null
  /** The body holds an id only. */
  isFetched?: true
  /** It sends test leads that say so. */
  sendsTests?: true
  /** Its proof stands in the body. */
  isProofInBody?: true
  /** What it answers to what is fine. */
  answer?: number
  /** Visitors may not opt out. */
  optsNobodyOut?: true
}

export interface ListedSubmission {
  id: string
  status: string
  code: string | null
  leadId: string | null
  externalId: string | null
  isTest: boolean
  errors: { code: string; pointer: string }[]
}

/** A gateway, a second one beside it, and what a test of a source does. */
export function useSources() {
  const used = useGateway()
  const more = {} as { second: TestGateway; key: string }
  beforeAll(async () => {
    more.second = await makeGateway({ sharing: used.gateway })
    const { key } = await createApiKey(
      { db: used.gateway.db },
      {
        workspaceId: used.workspace.id,
        name: 'sources',
        scopes: ['sources:manage', 'leads:read', 'webhooks:manage'],
      },
    )
    more.key = key
  })
  afterAll(() => more.second.close())

  const api = async <Answer>(method: string, path: string, body?: unknown) =>
    (await taken(call(used.gateway, more.key, method, path, body))) as Answer
  return {
    used,
    second: () => more.second,
    api,
    make: (kind: SourceKindName, body: object = {}) => {
      const { secrets, settings } = { settings: {}, ...senders[kind] }
      return api<{ source: { id: string; path: string; missingSecrets: string[] } }>('POST', '/sources', {
        kind,
        name: kind,
        secrets,
        settings,
        ...body,
      }).then(({ source }) => source)
    },
    /** Sends a vendor's request to an address, at one of two gateways. */
    send: (path: string, { method, query = '', headers, body }: SentRequest, at = used.gateway) =>
      at.app.request(path + query, { method, headers, ...(body && { body: new Uint8Array(body) }) }),
    listOf: async (source: string) =>
      (await api<{ submissions: ListedSubmission[] }>('GET', `/submissions?source=${source}`)).submissions,
    leadOf: async (id: string | null | undefined) =>
      (await api<{ lead: Record<string, unknown> }>('GET', `/leads/${id}`)).lead,
    /** How many leads say that their sender knows them as this. */
    countWith: async (email: string) => {
      const { count } = await used.gateway.db
        .selectFrom('leads')
        .select(({ fn }) => fn.countAll<string>().as('count'))
        .where('email', '=', email)
        .executeTakeFirstOrThrow()
      return Number(count)
    },
    /** How often endpoints are to be told of an event. */
    eventsOf: async (event: string) => {
      const rows = await used.gateway.db
        .selectFrom('webhook_deliveries')
        .select('payload')
        .where('event', '=', event)
        .execute()
      return rows.map(({ payload }) => payload as { data: Record<string, unknown> })
    },
  }
}

export const newEmail = () => `rosa.${randomBytes(6).toString('hex')}@example.com`

/** What every kind of source does, whoever sends. */
export function describeSource(kind: SourceKindName, expected: SourceExpectations): void {
  const sender: FakeSender = senders[kind]
  describe(`as ${kind} sends`, () => {
    const sources = useSources()
    const { make, send, listOf, leadOf } = sources
    const ok = expected.answer ?? 200
    const submit = async (path: string, lead: FakeLead, at?: TestGateway) => {
      const response = await send(path, sender.send(sender.bodyOf(lead)), at)
      expect(response.status, await response.clone().text()).toBe(ok)
      return response
    }
    const whole = (): FakeLead => ({
      id: newLeadId(),
      fullName: 'Rosa Peña',
      email: newEmail(),
      phone: '+16782319992',
      answers: { 'Lieblingsfarbe 🎨': 'grün', plans: ['A', 'B'], __proto__x: 'p', constructor: 'c' },
    })

    test('it is set up with what both sides know', async () => {
      const source = await make(kind)
      expect(source.missingSecrets).toEqual([])
      const { setUp } = await sources.api<{ setUp: { value: string | null }[] }>(
        'GET',
        `/sources/${source.id}`,
      )
      expect(setUp.map(({ value }) => value)).toContain(source.path)
      for (const secret of Object.values(sender.secrets)) expect(JSON.stringify(setUp)).not.toContain(secret)
    })

    const { handshake } = sender
    if (handshake)
      test('the handshake is answered, to who knows the secret', async () => {
        const source = await make(kind)
        const { request, expected: answer } = handshake()
        const response = await send(source.path, request)
        expect([response.status, await response.text()]).toEqual([200, answer])
        const { request: forged } = handshake({ isForged: true })
        if (forged.query !== request.query) expect((await send(source.path, forged)).status).toBe(403)
        expect((await send(source.path, { method: 'GET', headers: {} })).status).toBe(expected.refusal)
      })

    test('a lead sent three times at once at two gateways, and again, is one lead', async () => {
      const source = await make(kind)
      const [lead, other] = [whole(), whole()]
      await Promise.all([
        submit(source.path, lead),
        submit(source.path, lead, sources.second()),
        submit(source.path, other),
        submit(source.path, lead, sources.second()),
      ])
      await submit(source.path, other, sources.second())
      await submit(source.path, lead)
      const listed = await listOf(source.id)
      const id = expected.externalIdOf(lead.id)
      const own = listed.filter(({ externalId }) =>
        typeof id === 'string' ? externalId === id : id.test(externalId ?? ''),
      )
      if (expected.isFetched) {
        expect(own.map(({ status }) => status)).toEqual(['RECEIVED'])
        expect(listed).toHaveLength(2)
        return
      }
      expect(own.map(({ status }) => status).sort()).toEqual([
        'ACCEPTED',
        'DUPLICATE',
        'DUPLICATE',
        'DUPLICATE',
      ])
      expect(new Set(own.map(({ leadId }) => leadId)).size).toBe(1)
      expect(await sources.countWith(lead.email ?? '')).toBe(1)
      expect(await leadOf(own[0]?.leadId)).toMatchObject({
        firstName: 'Rosa',
        lastName: 'Peña',
        email: lead.email,
        phoneNumber: '+16782319992',
        source: kind,
        didOptOut: false,
        customFields: lead.answers,
        ...expected.lead,
      })
    })

    if (expected.refusal !== null) {
      test('what somebody else sends is refused, and nothing of it is stored', async () => {
        const source = await make(kind)
        const body = sender.bodyOf(whole())
        const changed = sender.send(body)
        const responses = [
          await send(source.path, sender.send(body, { isForged: true })),
          await send(source.path, { method: 'POST', headers: {}, body }),
          ...(kind === 'form' || expected.isProofInBody
            ? []
            : [await send(source.path, { ...changed, body: Buffer.concat([body, Buffer.from(' ')]) })]),
        ]
        for (const { status } of responses.slice(0, 1)) expect(status).toBe(expected.refusal)
        if (!expected.isProofInBody) for (const { status } of responses) expect(status).toBe(expected.refusal)
        const refused = await listOf(source.id)
        expect(refused).toHaveLength(expected.isProofInBody ? 1 : 0)
      })
    }

    if (!expected.isProofInBody) {
      test('a body that can’t be read is kept, and its sender gets a yes', async () => {
        const source = await make(kind)
        const { status } = await send(source.path, sender.send(Buffer.from('{"half": ')))
        expect(status).toBe(ok)
        const [waiting, ...others] = await listOf(source.id)
        expect(others).toEqual([])
        if (kind === 'form') return
        expect(waiting?.status).toBe('QUARANTINED')
        const { body } = await sources.api<{ body: string }>('GET', `/submissions/${waiting?.id}`)
        expect(body).toBe('{"half": ')
      })
    }

    if (expected.isFetched) return

    if (expected.sendsTests) {
      test('a test lead is a test lead', async () => {
        const source = await make(kind)
        await submit(source.path, { ...whole(), isTest: true })
        const [submission] = await listOf(source.id)
        expect(submission).toMatchObject({ status: 'TEST', isTest: true })
      })
    }

    test('what the mapping can’t read waits, is told of, and is a lead once the mapping is mended', async () => {
      const { webhookEndpoint } = await sources.api<{ webhookEndpoint: { id: string } }>(
        'POST',
        '/webhook-endpoints',
        { url: 'https://hooks.example/intake', events: ['submission.quarantined'] },
      )
      const source = await make(kind)
      const lead = { id: newLeadId(), answers: { 'Wie heissen Sie': `Ada ${newLeadId()}` } }
      await Promise.all([submit(source.path, lead), submit(source.path, lead, sources.second())])
      const [waiting, ...others] = await listOf(source.id)
      expect(others).toEqual([])
      expect(waiting).toMatchObject({ status: 'QUARANTINED', code: 'nothing_to_take' })
      const events = await sources.eventsOf('submission.quarantined')
      expect(events.filter(({ data }) => data.submissionId === waiting?.id)).toMatchObject([
        { data: { sourceId: source.id, code: 'nothing_to_take' } },
      ])
      await sources.api('PUT', `/sources/${source.id}`, { mapping: { firstName: 'Wie heissen Sie' } })
      await Promise.all([1, 2].map(() => sources.api('POST', `/sources/${source.id}/replay`, {})))
      await submit(source.path, lead)
      const listed = await listOf(source.id)
      expect(listed.map(({ status }) => status)).toEqual(['DUPLICATE', 'ACCEPTED'])
      expect(listed[0]?.leadId).toBe(listed[1]?.leadId)
      expect(await leadOf(listed[1]?.leadId)).toMatchObject({ firstName: lead.answers['Wie heissen Sie'] })
      await sources.api('DELETE', `/webhook-endpoints/${webhookEndpoint.id}`)
    })

    test('no name, a mistyped e-mail, a box that wasn’t ticked: taken in, contactable, warned of', async () => {
      const source = await make(kind)
      const email = newEmail()
      const submitted = async (lead: Omit<FakeLead, 'id'>) => {
        await submit(source.path, { id: newLeadId(), ...lead })
        const [submission] = await listOf(source.id)
        expect(submission?.status).toBe('ACCEPTED')
        return { codes: submission?.errors.map(({ code }) => code), lead: await leadOf(submission?.leadId) }
      }
      const nameless = await submitted({ email })
      expect(nameless.codes).toEqual(['name_missing'])
      expect(nameless.lead).toMatchObject({ firstName: '', email, didOptOut: false })
      const mistyped = await submitted({ fullName: 'Rosa Peña', email: 'rosa@@', phone: '+16782319992' })
      expect(mistyped.codes).toEqual(['value_not_read'])
      expect(mistyped.lead).toMatchObject({ email: null, phoneNumber: '+16782319992', didOptOut: false })
      expect(JSON.stringify(mistyped.lead.customFields)).toContain('rosa@@')
      const unticked = await submitted({
        fullName: 'Rosa Peña',
        email,
        answers: { newsletter_consent: 'no', 'Do Not Call': 'no' },
      })
      expect(unticked.lead).toMatchObject({
        didOptOut: false,
        customFields: { newsletter_consent: 'no', 'Do Not Call': 'no' },
      })
    })

    test('an opt-out counts, and one that can’t be read waits', async () => {
      const source = await make(kind)
      const says = (answer: string) =>
        submit(source.path, {
          id: newLeadId(),
          fullName: 'Rosa Peña',
          email: newEmail(),
          answers: { 'Do Not Call': answer },
        })
      await says('yes')
      const [accepted] = await listOf(source.id)
      expect(await leadOf(accepted?.leadId)).toMatchObject({ didOptOut: !expected.optsNobodyOut })
      await says('perhaps')
      const [waiting] = await listOf(source.id)
      expect(waiting).toMatchObject({ status: 'QUARANTINED', code: 'opt_out_not_read', leadId: null })
    })
  })
}
