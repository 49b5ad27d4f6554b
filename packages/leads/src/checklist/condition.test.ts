import type { Condition } from '@intake/contracts/checklist'
import { expect, test } from 'vitest'
import { applies } from './condition.ts'

const values = new Map<string, unknown>([
  ['entity', 'LLC'],
  ['revenue', '250000'],
  ['owned', true],
  ['empty', ''],
  ['nothing', null],
  ['hex', '0x10'],
  ['exponent', '1e3'],
  ['blank', ' '],
  ['list', [5]],
])

test.each<[Condition | null, boolean]>([
  [null, true],
  [{ item: 'entity', equals: 'llc' }, true],
  [{ item: 'entity', equals: 'Corporation' }, false],
  [{ item: 'revenue', equals: 250000 }, true],
  [{ item: 'owned', equals: true }, true],
  [{ item: 'owned', equals: 1 }, false],
  [{ item: 'entity', notEquals: 'LLC' }, false],
  [{ item: 'unknown', notEquals: 'LLC' }, true],
  [{ item: 'entity', in: ['Trust', 'LLC'] }, true],
  [{ item: 'unknown', in: ['Trust'] }, false],
  [{ item: 'empty', exists: true }, false],
  [{ item: 'nothing', exists: false }, true],
  [{ item: 'revenue', atLeast: 250000 }, true],
  [{ item: 'revenue', greaterThan: 250000 }, false],
  [{ item: 'revenue', lessThan: 250001 }, true],
  [{ item: 'revenue', atMost: 1 }, false],
  [{ item: 'entity', atLeast: 1 }, false],
  [{ item: 'owned', atLeast: 1 }, false],
  [{ item: 'hex', equals: 16 }, false],
  [{ item: 'exponent', atLeast: 1 }, false],
  [{ item: 'blank', equals: 0 }, false],
  [{ item: 'blank', atMost: 0 }, false],
  [{ item: 'list', equals: 5 }, false],
  [
    {
      all: [
        { item: 'entity', exists: true },
        { item: 'revenue', atLeast: 1 },
      ],
    },
    true,
  ],
  [
    {
      all: [
        { item: 'entity', exists: true },
        { item: 'unknown', exists: true },
      ],
    },
    false,
  ],
  [
    {
      any: [
        { item: 'unknown', exists: true },
        { item: 'entity', equals: 'LLC' },
      ],
    },
    true,
  ],
  [{ not: { item: 'entity', equals: 'LLC' } }, false],
])('%j applies: %s', (condition, expected) => {
  expect(applies(condition, values)).toBe(expected)
})
