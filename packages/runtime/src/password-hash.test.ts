import { expect, test } from 'vitest'
import { hashPassword, isPasswordHash, passwordMatches } from './password-hash.ts'

test('a password matches its hash and no other, and is hashed anew each time', async () => {
  const kept = await hashPassword('correct horse')
  expect(isPasswordHash(kept)).toBe(true)
  expect(await passwordMatches('correct horse', kept)).toBe(true)
  expect(await passwordMatches('correct hors', kept)).toBe(false)
  expect(await passwordMatches('', kept)).toBe(false)
  expect(await hashPassword('correct horse')).not.toBe(kept)
})

test.each(['', 'correct horse', 'scrypt.15.8.x.y', 'scrypt.40.8.AAAAAAAAAAAAAAAAAAAAAA.x'])(
  'nothing matches %j',
  async (text) => {
    expect(isPasswordHash(text)).toBe(false)
    expect(await passwordMatches(text, text)).toBe(false)
  },
)
