import { expect, test } from 'vitest'
import { sniffType } from './sniff-type.ts'

const zip = Buffer.from('504b0304140000000000', 'hex')
const text = Buffer.from('hello')

test.each<[string, Buffer, string]>([
  ['application/vnd.ms-excel', zip, 'application/vnd.ms-excel'],
  ['Application/Vnd.MS-Excel; a=b', zip, 'application/vnd.ms-excel'],
  ['application/zip\u0001', zip, 'application/zip'],
  ['application/vnd.x\u0000y', zip, 'application/zip'],
  ['application/vnd.x\ny', zip, 'application/zip'],
  ['application/vnd.é', zip, 'application/zip'],
  ['application/vnd.x y', zip, 'application/zip'],
  ['application/vnd.\u007f', zip, 'application/zip'],
  ['text/csv', text, 'text/csv'],
  ['text/csv\u0001', text, 'text/plain'],
])('a file declared as %j is of a type that a header can hold (%#)', async (declared, head, expected) => {
  const type = await sniffType(head, declared)
  expect(type).toBe(expected)
  expect(() => new Headers({ 'content-type': type })).not.toThrow()
})
