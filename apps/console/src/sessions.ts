import { createHmac, randomUUID } from 'node:crypto'
import type { Db } from '@intake/database/create-database'
import { isUnavailable } from '@intake/database/database-error'
import { endSession, isSessionEnded } from '@intake/leads/admin/ended-sessions'
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
  /** Ends the session of the request, for every copy of its cookie, at every console, for good. */
  end(c: Context): Promise<void>
}

/** More sessions aren't kept in mind for a Postgres that is away. */
const maxKnown = 1000
/** A page doesn't wait longer to hear of its session. */
const lookUpMs = 1000

type Session = { id: string; expiresAt: number }

/**
 * Sessions kept in a signed cookie. The signing key hangs on the password too, so that changing it ends them all.
 * Ended ones are noted in Postgres. While it is away the sessions that this process knows to be open go on, and others wait for it.
 */
export function createSessions(options: {
  db: Db
  secret: string
  credentials: Credentials
  lifetimeMs: number
  secureCookie: boolean
}): Sessions {
  const { db, secret, credentials, lifetimeMs, secureCookie } = options
  const key = createHmac('sha256', secret)
    .update(JSON.stringify([credentials.user, credentials.password]))
    .digest('base64')
  const name = secureCookie ? '__Host-intake-console' : 'intake-console'
  const cookie = { path: '/', httpOnly: true, sameSite: 'Strict', secure: secureCookie } as const
  const known = new Set<string>()

  async function read(c: Context): Promise<Session | undefined> {
    const value = await getSignedCookie(c, key, name)
    const [id, expiry] = value ? value.split('.') : []
    const expiresAt = Number(expiry)
    if (!id || !(expiresAt > Date.now()) || (await isEnded(id))) return undefined
    return { id, expiresAt }
  }

  function remember(id: string): void {
    known.add(id)
    const [oldest] = known
    if (known.size > maxKnown && oldest) known.delete(oldest)
  }

  async function isEnded(id: string): Promise<boolean> {
    try {
      const ended = await withinTime(isSessionEnded({ db }, id), lookUpMs)
      if (ended) known.delete(id)
      else remember(id)
      return ended
    } catch (error) {
      if (known.has(id) && isUnavailable(error)) return false
      throw error
    }
  }

  return {
    async start(c) {
      const id = randomUUID()
      const value = `${id}.${Date.now() + lifetimeMs}`
      remember(id)
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
      if (session) await endSession({ db }, { id: session.id, expiresAt: new Date(session.expiresAt) })
      deleteCookie(c, name, cookie)
    },
  }
}

/** An answer that takes longer counts as none. The look-up goes on; nobody hears of it any more. */
async function withinTime<Answer>(answer: Promise<Answer>, ms: number): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('timeout expired while a session was looked up')), ms)
  })
  answer.catch(() => undefined)
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}
