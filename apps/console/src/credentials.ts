import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

export type Credentials = { user: string; password: string }

/** Compares user and password in a time that tells nothing about either, their lengths included. */
export function createCredentialCheck(expected: Credentials): (given: Credentials) => boolean {
  const key = randomBytes(32)
  const digest = (text: string) => createHmac('sha256', key).update(text).digest()
  const user = digest(expected.user)
  const password = digest(expected.password)
  return (given) => {
    const userMatches = timingSafeEqual(digest(given.user), user)
    const passwordMatches = timingSafeEqual(digest(given.password), password)
    return userMatches && passwordMatches
  }
}
