import { createHmac, randomUUID } from 'node:crypto'
import type { Context } from 'hono'
import { deleteCookie, getSignedCookie, setSignedCookie } from 'hono/cookie'
import type { Credentials } from './credentials.ts'

export type Sessions = {
  /** Sets the cookie of a new session. */
  start(c: Context): Promise<void>
  /** Whether the request carries a session that is signed by us, not expired and not ended. */
  isOpen(c: Context): Promise<boolean>
  /** The id of that session; undefined without one. */
  idOf(c: Context): Promise<string | undefined>
  /** Ends the session of the request, for every copy of its cookie that this process meets. */
  end(c: Context): Promise<void>
}

type Session = { id: string; expiresAt: number }

/**
 * Sessions kept in a signed cookie. The signing key hangs on the password too, so that changing it ends them all.
 * Ended ones are remembered in the process until they would have expired.
 */
export function createSessions(options: {
  secret: string
  credentials: Credentials
  lifetimeMs: number
  secureCookie: boolean
}): Sessions {
  const { secret, credentials, lifetimeMs, secureCookie } = options
  const key = createHmac('sha256', secret)
    .update(JSON.stringify([credentials.user, credentials.password]))
    .digest('base64')
  const name = secureCookie ? '__Host-intake-console' : 'intake-console'
  const cookie = { path: '/', httpOnly: true, sameSite: 'Strict', secure: secureCookie } as const
  const ended = new Map<string, number>()

  async function read(c: Context): Promise<Session | undefined> {
    const value = await getSignedCookie(c, key, name)
    const [id, expiry] = value ? value.split('.') : []
    const expiresAt = Number(expiry)
    if (!id || !(expiresAt > Date.now()) || ended.has(id)) return undefined
    return { id, expiresAt }
  }

  return {
    async start(c) {
      const value = `${randomUUID()}.${Date.now() + lifetimeMs}`
      await setSignedCookie(c, name, value, key, { ...cookie, maxAge: Math.floor(lifetimeMs / 1_000) })
    },
    async isOpen(c) {
      return (await read(c)) !== undefined
    },
    async idOf(c) {
      return (await read(c))?.id
    },
    async end(c) {
      const session = await read(c)
      for (const [id, expiresAt] of ended) if (expiresAt <= Date.now()) ended.delete(id)
      if (session) ended.set(session.id, session.expiresAt)
      deleteCookie(c, name, cookie)
    },
  }
}
