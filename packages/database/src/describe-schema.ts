import { sql } from 'kysely'
import type { Db } from './create-database.ts'

/**
 * The schema as text, in an order that doesn't depend on history: tables with columns, constraints, indexes, triggers and
 * functions, as Postgres itself prints them. `migrations/schema.sql` is this, and a test compares the two.
 */
export async function describeSchema(db: Db): Promise<string> {
  const { rows } = await sql<{ statement: string }>`
    with tables as (
      select c.oid, c.relname, c.reloptions from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname not in ('schema_migrations', 'schema_migration_steps')
    ), columns as (
      select a.attrelid, string_agg(format(E'  %I %s%s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
        case when a.attidentity = 'a' then ' generated always as identity' else '' end,
        case when a.attnotnull then ' not null' else '' end,
        coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')), E',\n' order by a.attnum) as body
      from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attnum > 0 and not a.attisdropped group by a.attrelid
    ), statements as (
      select 1 as part, t.relname as name, format(E'create table %I (\n%s\n)%s;', t.relname, c.body,
        coalesce(' with (' || array_to_string(t.reloptions, ', ') || ')', '')) as statement
      from tables t join columns c on c.attrelid = t.oid
      union all
      select case when k.contype = 'f' then 3 else 2 end, t.relname || ' ' || k.conname, format('alter table %I add constraint %I %s;', t.relname, k.conname, pg_get_constraintdef(k.oid))
      from pg_constraint k join tables t on t.oid = k.conrelid where k.contype <> 'n'
      union all
      select 4, i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) || ';'
      from pg_index i join tables t on t.oid = i.indrelid
      where not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u'))
      union all
      select 5, p.proname, pg_get_functiondef(p.oid) || ';' from pg_proc p where p.pronamespace = 'public'::regnamespace
      union all
      select 6, g.tgname, pg_get_triggerdef(g.oid) || ';' from pg_trigger g join tables t on t.oid = g.tgrelid where not g.tgisinternal
    )
    select statement from statements order by part, name collate "C"`.execute(db)
  return `${rows.map((row) => row.statement.trimEnd()).join('\n\n')}\n`
}
