import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import type { Sessions } from './sessions.ts'

/** The name of the field that carries a form's token. */
export const tokenField = 'token'

export type FormTokens = {
  /** The token of this visitor's forms; a visitor without a session gets a cookie that it hangs on. */
  issue(c: Context): Promise<string>
  /** Whether a form carries the token that its sender was given. */
  accepts(c: Context, given: unknown): Promise<boolean>
}

/** Tokens against forged forms: of the session, or before the login of a cookie of the visitor's own. */
export function createFormTokens(options: {
  secret: string
  sessions: Sessions
  secureCookie: boolean
}): FormTokens {
  const { secret, sessions, secureCookie } = options
  const name = secureCookie ? '__Host-intake-visitor' : 'intake-visitor'
  const cookie = { path: '/', httpOnly: true, sameSite: 'Strict', secure: secureCookie } as const
  const sign = (text: string) => createHmac('sha256', secret).update(`form ${text}`).digest('base64url')

  async function holderOf(c: Context): Promise<string | undefined> {
    const session = await sessions.idOf(c)
    if (session) return `session ${session}`
    const visitor = getCookie(c, name)
    return visitor ? `visitor ${visitor}` : undefined
  }

  return {
    async issue(c) {
      const holder = await holderOf(c)
      if (holder) return sign(holder)
      const visitor = randomUUID()
      setCookie(c, name, visitor, cookie)
      return sign(`visitor ${visitor}`)
    },
    async accepts(c, given) {
      const holder = await holderOf(c)
      if (!holder || typeof given !== 'string') return false
      const [wanted, got] = [Buffer.from(sign(holder)), Buffer.from(given)]
      return wanted.length === got.length && timingSafeEqual(wanted, got)
    },
  }
}
