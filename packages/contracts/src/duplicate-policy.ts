import { z } from 'zod'

/** What happens to a lead whose phone or e-mail the workspace already has: report it, refuse it, or merge it. */
export const DuplicatePolicy = z.enum(['flag', 'reject', 'merge']).meta({
  id: 'DuplicatePolicy',
  description:
    'What happens to a lead whose phone or e-mail the workspace already has: report, refuse, or merge it.',
})
export type DuplicatePolicy = z.infer<typeof DuplicatePolicy>

/** What a create did. `existing`: the lead was there under the sender's own id. */
export const WriteResult = z
  .enum(['created', 'merged', 'existing'])
  .meta({ id: 'WriteResult', description: 'What a create did.' })
export type WriteResult = z.infer<typeof WriteResult>
