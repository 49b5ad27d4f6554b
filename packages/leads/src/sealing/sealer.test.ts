import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSealer, UnknownSealError } from './sealer.ts'

const [older, newer] = [
  'an older key, of some length, no less',
  'a newer key, of some length, no less',
] as const

test('what is sealed opens again, whatever it is, and says nothing of itself', () => {
  const sealer = createSealer([newer])
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.uint8Array({ maxLength: 300 }), (text, bytes) => {
      expect(sealer.open(sealer.seal(text, 'here'), 'here')).toBe(Buffer.from(text).toString())
      expect(sealer.openBytes(sealer.sealBytes(Buffer.from(bytes), 'here'), 'here')).toEqual(
        Buffer.from(bytes),
      )
    }),
  )
  expect(sealer.seal('a secret', 'here')).not.toContain('secret')
  expect(sealer.seal('a secret', 'here')).not.toBe(sealer.seal('a secret', 'here'))
})

test('no nonce comes twice, over many draws of random bytes', () => {
  const sealer = createSealer([newer])
  const sealed = Array.from({ length: 2000 }, () => sealer.seal('a secret', 'here'))
  expect(new Set(sealed).size).toBe(2000)
})

test('a new key takes over while the old one still opens', () => {
  const before = createSealer([older]).seal('a secret', 'here')
  const sealer = createSealer([newer, older])
  expect(sealer.open(before, 'here')).toBe('a secret')
  expect(sealer.isStale(before)).toBe(true)
  expect(sealer.isStaleBytes(createSealer([older]).sealBytes(Buffer.from('a'), 'here'))).toBe(true)
  expect(sealer.isStaleBytes(sealer.sealBytes(Buffer.from('a'), 'here'))).toBe(false)
  expect(sealer.isStaleBytes(Buffer.from('a'))).toBe(true)
  const after = sealer.seal('a secret', 'here')
  expect(sealer.isStale(after)).toBe(false)
  expect(createSealer([newer]).open(after, 'here')).toBe('a secret')
  expect(() => createSealer([newer]).open(before, 'here')).toThrow(UnknownSealError)
})

test('without a key texts stay as they are; with one they are read, and are stale', () => {
  const none = createSealer([])
  expect(none.seal('a secret', 'here')).toBe('a secret')
  expect(none.isStale('a secret')).toBe(false)
  expect(none.isOn).toBe(false)
  const sealer = createSealer([newer])
  expect(sealer.open('a secret', 'here')).toBe('a secret')
  expect(sealer.isStale('a secret')).toBe(true)
  expect(() => none.open(sealer.seal('a secret', 'here'), 'here')).toThrow('ENCRYPTION_KEYS')
})

test('another place, and a single changed character, are refused', () => {
  const sealer = createSealer([newer])
  const sealed = sealer.seal('a secret', 'here')
  expect(() => sealer.open(sealed, 'there')).toThrow(UnknownSealError)
  const bytes = sealer.sealBytes(Buffer.from('a secret'), 'here')
  const at = bytes.length - 1
  bytes[at] = (bytes[at] ?? 0) ^ 1
  expect(() => sealer.openBytes(bytes, 'here')).toThrow(UnknownSealError)
})
