import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeCursor, readCursor } from './cursor.ts'

const scopes = fc.array(fc.jsonValue(), { maxLength: 4 })

test('a cursor gives back its id for its scope, and needs no escaping in a query', () => {
  fc.assert(
    fc.property(scopes, fc.uuid(), (scope, id) => {
      const cursor = makeCursor(scope, id)
      expect(cursor).toMatch(/^[\w-]{38}$/)
      expect(readCursor(scope, cursor)).toBe(id)
    }),
  )
})

test('for any other scope, and with any letter changed, it is refused', () => {
  fc.assert(
    fc.property(scopes, scopes, fc.uuid(), fc.nat(37), (scope, other, id, at) => {
      const cursor = makeCursor(scope, id)
      fc.pre(JSON.stringify(scope) !== JSON.stringify(other))
      expect(() => readCursor(other, cursor)).toThrow(/no cursor/)
      const letter = cursor[at] === 'A' ? 'B' : 'A'
      expect(() => readCursor(scope, cursor.slice(0, at) + letter + cursor.slice(at + 1))).toThrow(
        /no cursor/,
      )
    }),
  )
})

test('no text makes it fail otherwise', () => {
  fc.assert(
    fc.property(scopes, fc.string({ unit: 'binary', maxLength: 60 }), (scope, text) => {
      expect(() => readCursor(scope, text)).toThrow(/no cursor/)
    }),
  )
})
