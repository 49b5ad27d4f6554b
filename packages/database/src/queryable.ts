import type pg from 'pg'

/** A pool or one connection of it, for named statements, which Kysely itself doesn't offer. */
export type Queryable = Pick<pg.ClientBase, 'query'>
