import pg from 'pg'

/** What the leads of a database take on disk. */
export interface DiskUse {
  leads: number
  /** Bytes by table, with its TOAST, and by `table: index`. */
  bytes: Record<string, number>
}

const sizes = `
select case when i.indexrelid is null then c.relname else t.relname || ': ' || c.relname end as relation,
  pg_table_size(c.oid)::float8 as bytes
from pg_class c join pg_namespace n on n.oid = c.relnamespace
left join pg_index i on i.indexrelid = c.oid left join pg_class t on t.oid = i.indrelid
where c.relkind in ('r', 'm', 'i') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`

/** Vacuums and analyses a whole database, writes all of it to disk, and looks at how large each table and index is. */
export async function vacuumDatabase(databaseUrl: string): Promise<DiskUse> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query('vacuum (analyze)')
    await client.query('checkpoint')
    const { rows } = await client.query<{ relation: string; bytes: number }>(sizes)
    const counted = await client.query<{ leads: number }>('select count(*)::int as leads from leads')
    const bytes = Object.fromEntries(rows.map((row) => [row.relation, row.bytes]))
    return { leads: counted.rows[0]?.leads ?? 0, bytes }
  } finally {
    await client.end()
  }
}

/** Bytes a lead by table and index: what has been added since, by each lead that has. */
export function diskPerLead(now: DiskUse, since: DiskUse = { leads: 0, bytes: {} }): Record<string, number> {
  const leads = now.leads - since.leads
  return Object.fromEntries(
    Object.entries(now.bytes).map(([relation, bytes]) => [
      relation,
      (bytes - (since.bytes[relation] ?? 0)) / leads,
    ]),
  )
}

export function sumOf(figures: Record<string, number>): number {
  return Object.values(figures).reduce((sum, figure) => sum + figure, 0)
}
