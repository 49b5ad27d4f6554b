import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'

const lifetimeMs = 7 * 86_400_000

/** What a link stands for. */
export interface SetUpLink {
  workspaceId: string
  sourceId: string
}

export interface SetUpLinks {
  /** A path that shows how to set one source up, without a login, for seven days. */
  make(link: SetUpLink): string
  /** What the token of such a path stands for; null for one that has ended, or isn't ours. */
  read(token: string): SetUpLink | null
}

const Claims = z.tuple([z.guid(), z.guid(), z.number()])

/** Links that need no table: they are signed, and say themselves when they end. */
export function createSetUpLinks({
  secret,
  now = Date.now,
}: {
  secret: string
  now?: () => number
}): SetUpLinks {
  const sign = (text: string) => createHmac('sha256', secret).update(`set-up ${text}`).digest()
  return {
    make({ workspaceId, sourceId }) {
      const claims: z.infer<typeof Claims> = [workspaceId, sourceId, now() + lifetimeMs]
      const text = Buffer.from(JSON.stringify(claims)).toString('base64url')
      return `/set-up/${text}.${sign(text).toString('base64url')}`
    },
    read(token) {
      const [text = '', signature = ''] = token.split('.')
      const [wanted, given] = [sign(text), Buffer.from(signature, 'base64url')]
      if (wanted.length !== given.length || !timingSafeEqual(wanted, given)) return null
      const [workspaceId, sourceId, endsAt] = Claims.parse(
        JSON.parse(Buffer.from(text, 'base64url').toString()),
      )
      return endsAt > now() ? { workspaceId, sourceId } : null
    },
  }
}
