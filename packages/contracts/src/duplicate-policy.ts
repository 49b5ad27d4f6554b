import { z } from 'zod'

/** What happens to a lead whose phone or e-mail the workspace already has: report it, refuse it, or merge it. */
export const DuplicatePolicy = z.enum(['flag', 'reject', 'merge'])
export type DuplicatePolicy = z.infer<typeof DuplicatePolicy>

/** What a create did under the policies reject and merge. */
export const WriteResult = z.enum(['created', 'merged'])
export type WriteResult = z.infer<typeof WriteResult>
