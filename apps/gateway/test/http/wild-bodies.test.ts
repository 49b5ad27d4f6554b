import { CreateLeadAnswer } from '@intake/contracts/lead-answer'
import { Problem } from '@intake/contracts/problem'
import { testTemplate } from '@intake/testing/test-template'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()

/** Text as it comes, with halves of surrogate pairs and NULs now and then. */
const text = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'grapheme', maxLength: 30 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
  {
    weight: 1,
    arbitrary: fc.string({
      unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
    }),
  },
  { weight: 1, arbitrary: fc.constantFrom('', ' ', '__proto__', 'null', '\0', '\ud800', 'x'.repeat(501)) },
)
const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(null, 0, -0, 1e308, true, [], {}, [[]], { length: 1 }),
)
const wild = <Value>(arbitrary: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 19, arbitrary: arbitrary as fc.Arbitrary<unknown> }, { weight: 1, arbitrary: anything })

const codes = testTemplate.groups.flatMap((group) => group.items.map((item) => item.code))
const item = fc.record(
  {
    code: wild(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...codes) }, { weight: 1, arbitrary: text })),
    value: fc.oneof(text, anything, fc.double(), fc.emailAddress(), fc.constant('12-3456789')),
    status: wild(fc.constantFrom('TODO', 'COMPLETED', 'INVALID', 'SKIPPED', 'NEEDS_REVIEW', null)),
  },
  { requiredKeys: ['code'] },
)
const phone = fc.oneof(text, fc.stringMatching(/^\+?[\d ().-]{0,20}$/))
const body = fc.record(
  {
    firstName: wild(fc.oneof(fc.constantFrom('Ada', ' Bo '), text)),
    lastName: wild(text),
    middleName: wild(text),
    businessName: wild(text),
    email: wild(fc.oneof(fc.emailAddress(), fc.constant(null))),
    phoneNumber: wild(phone),
    externalLeadId: wild(text),
    timezone: wild(fc.constantFrom('America/New_York', 'UTC', 'Mars/Base', '')),
    assigneeType: wild(fc.constantFrom('agent', 'manual', 'AI_AGENT', 'HUMAN_AGENT')),
    didOptOut: wild(fc.boolean()),
    emailVerified: wild(fc.boolean()),
    checklistItems: wild(
      fc.uniqueArray(item, { maxLength: 5, selector: ({ code }) => JSON.stringify(code) }),
    ),
    tags: wild(fc.array(fc.oneof(fc.constantFrom('VIP', 'vip', 'new'), text), { maxLength: 5 })),
    extra: anything,
  },
  { requiredKeys: ['firstName'] },
)

/** What JSON.stringify never writes: repeated and inherited names, numbers out of range, depth, size, broken escapes. */
const rawValue = fc.oneof(
  fc.constantFrom(
    '1e400',
    '-1e400',
    '1e-400',
    '-0',
    '0.1e1',
    '12345678901234567890',
    'null',
    '""',
    '{}',
    '[]',
  ),
  fc.constantFrom(
    '"\\ud800"',
    '"\\udc00\\ud800"',
    '"\\u0000"',
    '"\\u202e"',
    '"\\ufeff"',
    '"\u0130"',
    '"\ufb03"',
  ),
  fc.integer({ min: 1, max: 3000 }).map((levels) => '['.repeat(levels) + ']'.repeat(levels)),
  fc.integer({ min: 1, max: 3000 }).map((levels) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`),
  fc.integer({ min: 1, max: 20_000 }).map((length) => JSON.stringify('ẞ'.repeat(length))),
  fc.constantFrom(
    '"__proto__"',
    '{"__proto__":{"firstName":"Eve"}}',
    '{"constructor":{"prototype":{"x":1}}}',
  ),
  fc
    .tuple(fc.constantFrom(...codes, '__proto__', 'constructor', 'ｔax_id'), fc.jsonValue())
    .map(([code, value]) => JSON.stringify([{ code, value }])),
  anything.map((value) => JSON.stringify(value)),
)
const names =
  'firstName lastName email phoneNumber tags checklistItems timezone assigneeType didOptOut'.split(' ')
const rawBody = fc
  .array(fc.tuple(fc.constantFrom(...names, '__proto__', 'constructor', 'toString'), rawValue), {
    maxLength: 6,
  })
  .map(
    (members) => `{"firstName":"Ada",${members.map(([name, value]) => `"${name}":${value},`).join('')}"x":1}`,
  )
const sentBody = fc.oneof(
  { weight: 3, arbitrary: wild(body).map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: rawBody },
)

const runs = 2000
const atOnce = 25

async function judge(sent: string, headers: Record<string, string>): Promise<number> {
  const response = await used.gateway.post(used.workspace.key, sent, headers)
  const answered = await response.text()
  if (response.status === 200)
    expect(CreateLeadAnswer.parse(JSON.parse(answered))).toEqual(JSON.parse(answered))
  else {
    expect(Problem.parse(JSON.parse(answered)).status, `${sent}\n${answered}`).toBe(response.status)
    expect([400, 422], `${sent}\n${answered}`).toContain(response.status)
  }
  return response.status
}

// In parts, each with ample time, so that a loaded machine finishes all of them.
test.each([1, 2, 3, 4, 5])(
  'any body gets a lead or a clear refusal, never a fault of ours: part %i of 5',
  async () => {
    const seen = new Map<number, number>()
    const many = fc.array(fc.tuple(sentBody, fc.boolean()), { minLength: atOnce, maxLength: atOnce })
    await fc.assert(
      fc.asyncProperty(many, async (bodies) => {
        const statuses = await Promise.all(
          bodies.map(([sent, withKey], index) =>
            judge(sent, withKey ? { 'idempotency-key': `${index % 7}` } : {}),
          ),
        )
        for (const status of statuses) seen.set(status, (seen.get(status) ?? 0) + 1)
      }),
      { numRuns: runs / atOnce, endOnFailure: true },
    )
    expect(seen.get(200) ?? 0).toBeGreaterThan(runs / 50)
    expect(seen.get(400) ?? 0).toBeGreaterThan(runs / 50)
  },
  180_000,
)

test('any text as a body gets a clear refusal', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), async (sent) => {
      expect(await judge(sent, {})).toBe(400)
    }),
    { numRuns: 300, endOnFailure: true },
  )
})
