import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'

/** 2^15 with blocks of 1 kB: some 32 MB and 80 ms a try. */
const cost = 15
const blockSize = 8
const bytes = 32
const form = /^scrypt\.(1[0-9]|20)\.(\d{1,2})\.([\w-]{22,})\.([\w-]{43})$/

/** A hash to keep of a password: `scrypt.15.8.<salt>.<hash>`, letters, digits, `.`, `-` and `_` only. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const hash = await derive(password, salt, { cost, blockSize })
  return `scrypt.${cost}.${blockSize}.${salt.toString('base64url')}.${hash.toString('base64url')}`
}

export function isPasswordHash(text: string): boolean {
  return form.test(text)
}

/** Whether a password is the one that was hashed, in constant time. False for a text that is no hash. */
export async function passwordMatches(password: string, kept: string): Promise<boolean> {
  const [, logarithm, size, salt = '', hash = ''] = form.exec(kept) ?? []
  if (!logarithm) return false
  const given = await derive(password, Buffer.from(salt, 'base64url'), {
    cost: Number(logarithm),
    blockSize: Number(size),
  })
  return timingSafeEqual(given, Buffer.from(hash, 'base64url'))
}

function derive(
  password: string,
  salt: Buffer,
  options: { cost: number; blockSize: number },
): Promise<Buffer> {
  const N = 2 ** options.cost
  const settings: ScryptOptions = { N, r: options.blockSize, maxmem: 256 * N * options.blockSize }
  return new Promise((resolve, reject) =>
    scrypt(password, salt, bytes, settings, (error, key) => (error ? reject(error) : resolve(key))),
  )
}
