import { createHmac, randomUUID } from 'node:crypto'
import type { Db } from '@intake/database/create-database'
import { isUnavailable } from '@intake/database/database-error'
import { endSession, isSessionEnded } from '@intake/leads/admin/ended-sessions'
import type { Context } from 'hono'
import { deleteCookie, getCookie, getSignedCookie, setSignedCookie } from 'hono/cookie'
import type { User, Users } from './users.ts'

export type Sessions = {
  /** Sets the cookie of a new session of a user. */
  start(c: Context, user: User): Promise<void>
  /** Whose session the request carries; undefined unless it is signed by us, not expired and not ended. */
  userOf(c: Context): Promise<User | undefined>
  /** The id of that session; undefined without one. */
  idOf(c: Context): Promise<string | undefined>
  /** Ends the session of the request, for every copy of its cookie, at every console, for good. */
  end(c: Context): Promise<void>
}

/** More sessions aren't kept in mind for a Postgres that is away. */
const maxKnown = 1000
/** A page doesn't wait longer to hear of its session. */
const lookUpMs = 1000

type Session = { id: string; expiresAt: number; user: User }

/**
 * Sessions kept in a signed cookie. The signing key hangs on the user's password too, so that changing it ends the sessions of that user.
 * Ended ones are noted in Postgres. While it is away the sessions that this process knows to be open go on, and others wait for it.
 */
export function createSessions(options: {
  db: Db
  secret: string
  users: Users
  lifetimeMs: number
  secureCookie: boolean
}): Sessions {
  const { db, secret, users, lifetimeMs, secureCookie } = options
  const keyFrom = (text: string) => createHmac('sha256', secret).update(text).digest('base64')
  const name = secureCookie ? '__Host-intake-console' : 'intake-console'
  const cookie = { path: '/', httpOnly: true, sameSite: 'Strict', secure: secureCookie } as const
  const known = new Set<string>()

  async function read(c: Context): Promise<Session | undefined> {
    const found = users.find(nameIn(getCookie(c, name)) ?? users.account)
    if (!found) return undefined
    const value = await getSignedCookie(c, keyFrom(found.secret), name)
    const [id, expiry] = value ? value.split('.') : []
    const expiresAt = Number(expiry)
    if (!id || !(expiresAt > Date.now()) || (await isEnded(id))) return undefined
    return { id, expiresAt, user: found.user }
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
    async start(c, user) {
      const found = users.find(user.name)
      if (!found) throw new Error('a session needs a user that there is')
      const id = randomUUID()
      const value = `${id}.${Date.now() + lifetimeMs}.${Buffer.from(user.name).toString('base64url')}`
      remember(id)
      await setSignedCookie(c, name, value, keyFrom(found.secret), {
        ...cookie,
        maxAge: Math.floor(lifetimeMs / 1_000),
      })
    },
    async userOf(c) {
      return (await read(c))?.user
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

/** The user's name in a cookie, which nobody has verified yet. Cookies that are older than users by name have none. */
function nameIn(cookie: string | undefined): string | null {
  const parts = cookie?.split('.') ?? []
  return parts.length === 4 && parts[2] ? Buffer.from(parts[2], 'base64url').toString() : null
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
