import type { MiddlewareHandler } from 'hono'
import { type FormTokens, tokenField } from '../form-tokens.ts'
import { refuse } from '../views/refuse.ts'

/** Lets a form pass only with the token of the session that it was shown to. */
export function requireToken(tokens: FormTokens): MiddlewareHandler {
  return async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next()
    const body = await c.req.parseBody()
    if (await tokens.accepts(c, body[tokenField])) return next()
    return refuse(c, 403, 'Refused', 'This form is not, or no longer, yours. Open the page again and retry.')
  }
}
