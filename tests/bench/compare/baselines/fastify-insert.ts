import fastify from 'fastify'
import pg from 'pg'

/** Fastify and one INSERT of one row into a table without indexes but its key, durable, and a short answer: nothing else. */
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 12 })
await pool.query(`create table if not exists bench_bare (
  id uuid primary key default gen_random_uuid(), first_name text not null, last_name text, email text, phone text,
  business_name text, created_at timestamptz not null default now())`)
const app = fastify()
interface Body {
  firstName: string
  lastName?: string
  email?: string
  phoneNumber?: string
  businessName?: string
}
app.post<{ Body: Body }>('/api/v1/leads', async ({ body }) => {
  const { rows } = await pool.query({
    name: 'insert',
    text: `insert into bench_bare (first_name, last_name, email, phone, business_name)
      values ($1, $2, $3, $4, $5) returning id`,
    values: [body.firstName, body.lastName, body.email, body.phoneNumber, body.businessName],
  })
  return { success: true, lead: { id: rows[0].id } }
})
await app.listen({ host: '127.0.0.1', port: 0 })
process.send?.(app.server.address())
process.once('disconnect', () => process.exit())
