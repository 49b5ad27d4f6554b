import { z } from 'zod'
import { Instant, ListedLead, ListLeadsQuery, Paging } from './list-leads.ts'

/** Query of `GET /api/v1/leads/changes`. */
export const ListChangesQuery = Paging.extend({
  cursor: Paging.shape.cursor.describe(
    'From `nextCursor` of the answer before. Without it the feed begins at `since`.',
  ),
  since: Instant.optional().describe(
    'ISO 8601: where the feed begins; with all leads unless given. Not beside a cursor.',
  ),
  test: ListLeadsQuery.shape.test.describe(
    '`true` for test leads, `false` for live ones. Without it: what the key makes.',
  ),
}).refine(({ cursor, since }) => cursor === undefined || since === undefined, {
  path: ['since'],
  error: 'a cursor says where the feed goes on',
})
export type ListChangesQuery = z.infer<typeof ListChangesQuery>

/** Answer of `GET /api/v1/leads/changes`. */
export const ListChangesAnswer = z
  .strictObject({
    leads: z
      .array(ListedLead)
      .describe('In the order of their last change, as they are now. `deletedAt` tells of deleted ones.'),
    nextCursor: z.string().describe('For the next call. Keep it once you have done what the answer tells.'),
    hasMore: z
      .boolean()
      .describe('Whether to ask again at once; otherwise ask again later, with the same cursor.'),
  })
  .meta({ id: 'ListChangesAnswer', description: 'The next changes.' })
export type ListChangesAnswer = z.infer<typeof ListChangesAnswer>
