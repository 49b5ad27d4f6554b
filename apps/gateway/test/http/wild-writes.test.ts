import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Problem } from '@intake/contracts/problem'
import { sourceKinds } from '@intake/contracts/sources'
import { createSealer } from '@intake/leads/sealing/sealer'
import { createSource } from '@intake/leads/sources/create-source'
import { makeWorkspace } from '@intake/testing/make-workspace'
import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { z } from 'zod'
import type { Operation } from '../../src/openapi/operation.ts'
import { operations } from '../../src/openapi/operations.ts'
import { create } from '../create.ts'
import { makeForm } from '../documents/make-form.ts'
import { contentOf, nameOf, type SecuredRoute, securedRoutes } from '../keys/secured-routes.ts'
import { useGateway } from '../use-gateway.ts'

/** For each route. `TEST_BODIES=10000` is the long form, which tells what the heap takes. */
const bodies = Number(process.env.TEST_BODIES ?? 300)
const isLong = process.env.TEST_BODIES !== undefined
const atOnce = 25

const used = useGateway()
const written = securedRoutes.filter((route) => route.body || route.form)

const text = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'grapheme', maxLength: 30 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      ...['', ' ', '\0', '\ud800', '__proto__', 'null', '-1', '1e400', '2026-11-30', 'x'.repeat(70_000)],
      ...[
        '+16782319992',
        'ada@example.com',
        'https://example.com',
        'https://127.0.0.1',
        '9999-99-99T99:99:99Z',
      ],
    ),
  },
)
const anything: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: text },
  { weight: 3, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.uuid() },
  { weight: 1, arbitrary: fc.date({ noInvalidDate: true }).map((date) => date.toISOString()) },
  {
    weight: 3,
    arbitrary: fc.constantFrom<unknown>(
      null,
      0,
      -0,
      1e308,
      2 ** 53,
      -1,
      true,
      false,
      [],
      {},
      [[]],
      [null],
      [''],
    ),
  },
)

/** Names of members and words of enumerations that a schema holds, at whatever depth. */
function vocabularyOf({ body }: Operation): { names: string[]; words: unknown[] } {
  const names = new Set<string>(['__proto__', 'constructor', 'x'])
  const words = new Set<unknown>([null])
  const look = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    const { properties, enum: some, const: one } = node as Record<string, unknown>
    for (const name of Object.keys(properties ?? {})) names.add(name)
    for (const word of Array.isArray(some) ? some : []) words.add(word)
    if (one !== undefined) words.add(one)
    for (const inner of Object.values(node)) look(inner)
  }
  if (body) look(z.toJSONSchema(body, { unrepresentable: 'any', io: 'input' }))
  return { names: [...names], words: [...words] }
}

/** JSON made of a route's own words: bodies that work, with some members replaced, put somewhere else, or anything at all. */
function wildJson(route: SecuredRoute, operation: Operation): fc.Arbitrary<(leadId: string) => string> {
  const { names, words } = vocabularyOf(operation)
  const value = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { weight: 6, arbitrary: anything },
      { weight: 3, arbitrary: fc.constantFrom(...words) },
      { weight: 2, arbitrary: fc.array(tie('value'), { maxLength: 4 }) },
      { weight: 3, arbitrary: fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 5 }) },
    ),
  })).value
  const examples = Object.values(operation.examples).flatMap(({ body }) =>
    typeof body === 'object' && body !== null ? [body] : [],
  )
  const member = fc.tuple(fc.constantFrom(...names), value)
  const changed = fc
    .tuple(fc.option(fc.constantFrom(...examples, {}), { nil: {} }), fc.array(member, { maxLength: 3 }))
    .map(([example, members]) => (leadId: string) => {
      const base = { ...example, ...(route.body?.(leadId) as object | undefined) }
      return JSON.stringify({ ...base, ...Object.fromEntries(members) })
    })
  const raw = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    value.map((one) => JSON.stringify(one) ?? ''),
    fc.integer({ min: 1, max: 3000 }).map((levels) => '['.repeat(levels) + ']'.repeat(levels)),
    fc
      .tuple(
        fc.constantFrom(...names),
        fc.constantFrom('1e400', '"\\ud800"', '"\\u0000"', '-0', '{"__proto__":{}}'),
      )
      .map(([name, odd]) => `{"${name}":${odd},"${name}":${odd}}`),
  )
  return fc.oneof({ weight: 6, arbitrary: changed }, { weight: 1, arbitrary: raw.map((sent) => () => sent) })
}

const file = fc
  .tuple(
    fc.uint8Array({ maxLength: 200 }),
    text,
    fc.oneof(text, fc.constantFrom('application/pdf', 'text/csv')),
  )
  .map(([content, name, type]) => new File([new Uint8Array(content)], name, { type }))
const wildForm = fc
  .tuple(
    fc.array(file, { maxLength: 3 }),
    fc.array(fc.tuple(fc.constantFrom('metadata', 'leadChecklistItemId', 'leadId', 'files', 'x'), anything), {
      maxLength: 3,
    }),
  )
  .map(([files, fields]) => (leadId: string): string | FormData => {
    const form = makeForm({ leadId, files })
    for (const [name, value] of fields)
      form.append(name, typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))
    return form
  })
const brokenForm = fc
  .array(
    fc.oneof(
      text,
      fc.constantFrom(
        '--x',
        '\r\n',
        '--x--',
        'content-disposition: form-data; name="files"; filename="a"',
        ':',
      ),
    ),
    { maxLength: 12 },
  )
  .map((parts) => (): string | FormData => parts.join('\r\n'))

const headers = fc.record(
  {
    'idempotency-key': fc.constantFrom('1', '2', 'x'.repeat(300)),
    prefer: fc.constantFrom('return=minimal', 'nonsense'),
    'intake-duplicate-policy': fc.constantFrom('flag', 'reject', 'merge', 'none'),
    'intake-unknown-fields': fc.constantFrom('ignore', 'nonsense'),
  },
  { requiredKeys: [] },
)
const oddHeaders = fc.record(
  {
    'content-type': fc.constantFrom('text/plain', 'application/json; charset=latin1', 'text/csv', 'nonsense'),
    'content-encoding': fc.constantFrom('gzip', 'deflate', 'br', 'nonsense'),
    traceparent: text.map((value) => value.replace(/[^ -~]/g, '').slice(0, 100)),
  },
  { requiredKeys: [] },
)

function callsOf(route: SecuredRoute) {
  const operation = operations.find(
    ({ method, path }) => method === route.method.toLowerCase() && path === route.pattern,
  )
  if (!operation) throw new Error(`${nameOf(route)} has no operation`)
  const sent: fc.Arbitrary<(leadId: string) => string | FormData> = route.form
    ? fc.oneof({ weight: 4, arbitrary: wildForm }, { weight: 1, arbitrary: brokenForm })
    : wildJson(route, operation)
  const given = fc.oneof(
    { weight: 12, arbitrary: headers },
    { weight: 1, arbitrary: oddHeaders as fc.Arbitrary<Record<string, string>> },
  ) as fc.Arbitrary<Record<string, string>>
  return fc.array(fc.tuple(sent, given), { minLength: atOnce, maxLength: atOnce })
}

const collectGarbage = () => {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
}
const heapMegabytes = () => {
  collectGarbage()
  return Math.round(process.memoryUsage().heapUsed / 1e5) / 10
}

test.each(written.map((route) => [nameOf(route), route] as const))(
  '%s takes any body, or refuses it clearly',
  async (name, route) => {
    const { db, app } = used.gateway
    const workspace = await makeWorkspace(db)
    const seen = new Map<number, number>()
    let heapBefore = 0
    let groups = 0
    await fc.assert(
      fc.asyncProperty(callsOf(route), async (calls) => {
        // Once everything is loaded and caches are warm.
        if (isLong && groups++ === 20) heapBefore = heapMegabytes()
        const { lead } = await create(used.gateway, workspace.key)
        await route.prepare?.(used.gateway, lead.id)
        await Promise.all(
          calls.map(async ([sent, given]) => {
            const content = contentOf(route, lead.id, sent(lead.id), { 'x-api-key': workspace.key, ...given })
            const response = await app.request(route.path(lead.id), { method: route.method, ...content })
            const answer = await response.text()
            seen.set(response.status, (seen.get(response.status) ?? 0) + 1)
            expect(response.status, `${content.body}\n${answer}`).toBeLessThan(500)
            const parsed = JSON.parse(answer)
            if (response.status >= 400) expect(Problem.parse(parsed).status).toBe(response.status)
          }),
        )
        // A workspace has so many endpoints.
        await sql`update webhook_endpoints set deleted_at = now() where workspace_id = ${workspace.id} and deleted_at is null`.execute(
          db,
        )
      }),
      { numRuns: Math.ceil(bodies / atOnce), endOnFailure: true },
    )
    if (isLong)
      process.stdout.write(
        `${name}: ${JSON.stringify(Object.fromEntries(seen))}, heap ${heapBefore} to ${heapMegabytes()} MB\n`,
      )
    expect([...seen.keys()].filter((status) => status < 300).length, 'some are taken').toBeGreaterThan(0)
  },
  isLong ? 3_600_000 : 120_000,
)

const memberNames = [
  'firstName',
  'first_name',
  'email',
  'phone',
  'google_key',
  'user_column_data',
  'is_test',
  'entry',
  'form_response',
  'rawRequest',
  'payload',
  'data',
  'lead_id',
  '_gotcha',
  '__proto__',
]
const submitted = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.dictionary(fc.constantFrom(...memberNames), anything).map((body) => JSON.stringify(body)),
  },
  {
    weight: 2,
    arbitrary: fc
      .array(fc.tuple(fc.constantFrom(...memberNames), text))
      .map((fields) => fields.map(([name, value]) => `${name}=${value}`).join('&')),
  },
  { weight: 1, arbitrary: brokenForm.map((make) => String(make())) },
  { weight: 1, arbitrary: fc.oneof(text, fc.json()) },
)
const submittedAs = fc.record(
  {
    'content-type': fc.constantFrom(
      'application/json',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'text/plain',
      'nonsense',
    ),
    origin: fc.constantFrom('https://shop.example', 'null'),
    'content-encoding': fc.constantFrom('identity', 'gzip'),
  },
  { requiredKeys: ['content-type'] },
) as fc.Arbitrary<Record<string, string>>

test.each(sourceKinds)(
  'an address of a source takes any body, or refuses it: %s',
  async (kind) => {
    const { db, app } = used.gateway
    const { id: workspaceId } = await makeWorkspace(db)
    const sealer = createSealer(['a key of the tests, of 32 characters'])
    const { source } = await createSource(
      { db, sealer, workspaceId },
      { kind, name: kind, mapping: undefined },
    )
    const { token } = await db
      .selectFrom('sources')
      .select('token')
      .where('id', '=', source.id)
      .executeTakeFirstOrThrow()
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(submitted, submittedAs), { minLength: atOnce, maxLength: atOnce }),
        async (calls) => {
          await Promise.all(
            calls.map(async ([body, given]) => {
              const response = await app.request(`/in/${token}`, { method: 'POST', headers: given, body })
              expect(response.status, `${body}\n${await response.text()}`).toBeLessThan(500)
            }),
          )
        },
      ),
      { numRuns: Math.ceil(bodies / atOnce), endOnFailure: true },
    )
  },
  isLong ? 3_600_000 : 120_000,
)
