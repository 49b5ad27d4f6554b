import { expect, test } from 'vitest'
import { splitFullName } from './split-full-name.ts'

test.each<[string, string, string | null]>([
  ['Ada', 'Ada', null],
  [' Ada  King Lovelace ', 'Ada King', 'Lovelace'],
  ['Byron, Ada', 'Ada', 'Byron'],
  ['von Trapp,Maria Augusta', 'Maria Augusta', 'von Trapp'],
  ['Ada Byron, Jr.', 'Ada', 'Byron, Jr.'],
  ['Ada Byron Jr.', 'Ada', 'Byron Jr.'],
  ['Ada Byron, Ph.D., MBA', 'Ada', 'Byron, Ph.D., MBA'],
  ['Ada Byron III', 'Ada', 'Byron III'],
  ['Ada Iv', 'Ada', 'Iv'],
  ['Engines, Inc.', 'Engines, Inc.', null],
  ['Ada,', 'Ada', null],
  [', Ada', ', Ada', null],
  ['', '', null],
])('%j is %j and %j', (name, first, last) => expect(splitFullName(name)).toEqual({ first, last }))
