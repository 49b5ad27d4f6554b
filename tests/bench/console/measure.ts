import { tmpdir } from 'node:os'
import { appPrograms } from '@intake/testing/app-programs'
import { startApp } from '@intake/testing/start-app'
import { sql } from 'kysely'
import { runAdmin } from '../../harness/prepare-database.ts'
import { checkSpace } from '../harness/check-space.ts'
import { type Filled, fillService } from '../harness/fill-service.ts'
import { type Service, startService } from '../harness/start-service.ts'

export interface ConsoleOptions {
  leads: number
  /** Times that each page is asked for. */
  times: number
}

export interface PageFigures {
  page: string
  /** Milliseconds until the whole answer is there. */
  p50: number
  p95: number
  most: number
}

export interface ConsoleResult {
  filled: Filled
  /** Seconds that indexing the names took, and bytes that it takes a lead. */
  indexSeconds: number
  indexBytes: number
  pages: PageFigures[]
}

const password = 'a password of the benchmark'

/** Fills a service, indexes the names of its leads, and asks a console for each page, one after the other; each time for other leads where a page is about some. */
export async function measureConsole(
  { leads, times }: ConsoleOptions,
  say: (line: string) => void,
): Promise<ConsoleResult> {
  await checkSpace(tmpdir(), leads)
  const service = await startService({ workers: 0 })
  try {
    const filled = await fillService(service, leads, say)
    const slug = await slugOf(service)
    say('indexing the names')
    const { indexSeconds, indexBytes } = await indexNames(service, slug, leads)
    const console = await startApp('console', {
      DATABASE_URL: service.databaseUrl,
      REDIS_URL: service.redisUrl,
      METRICS_URLS: service.gateways.map(({ running }) => running?.metricsUrl).join(','),
      CONSOLE_PASSWORD: password,
      CONSOLE_SESSION_SECRET: 's'.repeat(32),
      LOG_LEVEL: 'warn',
    })
    try {
      const cookie = await signIn(console.url)
      const pages: PageFigures[] = []
      for (const [page, pathOf] of Object.entries(await pagesOf(service, slug, leads)))
        pages.push(await measurePage(page, { url: console.url, cookie, pathOf, times }))
      return { filled, indexSeconds, indexBytes, pages }
    } finally {
      await console.stop()
    }
  } finally {
    await service.close()
  }
}

async function indexNames(service: Service, slug: string, leads: number) {
  const { db } = service.database
  const start = performance.now()
  const tool = { args: [(await appPrograms()).admin] }
  await runAdmin(tool, service.databaseUrl, 'workspace', 'set', slug, '--name-search', 'on')
  const indexSeconds = Math.round((performance.now() - start) / 1000)
  await sql`vacuum (analyze) lead_words`.execute(db)
  const { rows } = await sql<{ size: string }>`select pg_total_relation_size('lead_words') as size`.execute(
    db,
  )
  return { indexSeconds, indexBytes: Math.round(Number(rows[0]?.size) / leads) }
}

async function signIn(url: string): Promise<string> {
  const form = await fetch(`${url}/login`)
  const cookieOf = (answer: Response) => answer.headers.get('set-cookie')?.split(';')[0] ?? ''
  const token = /name="token" value="([^"]+)"/.exec(await form.text())?.[1] ?? ''
  const answer = await fetch(`${url}/login`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookieOf(form), origin: url },
    body: new URLSearchParams({ token, user: 'admin', password }),
  })
  if (answer.status !== 303) throw new Error(`the console’s login answered ${answer.status}`)
  return cookieOf(answer)
}

type PathOf = (time: number) => string

async function slugOf({ database, workspace }: Service): Promise<string> {
  const query = database.db.selectFrom('workspaces').select('slug').where('id', '=', workspace.id)
  return (await query.executeTakeFirstOrThrow()).slug
}

/** Pages by what they show. */
async function pagesOf(service: Service, slug: string, leads: number): Promise<Record<string, PathOf>> {
  const { id: workspaceId } = service.workspace
  const { rows: some } = await sql<{ id: string; email: string }>`
    select id, email from leads where workspace_id = ${workspaceId} order by email limit 100`.execute(
    service.database.db,
  )
  const lead = (time: number) => some[time % some.length]
  const list = (query: string) => () => `/leads?workspace=${slug}&${query}`
  const search = (textOf: (time: number) => string) => (time: number) =>
    `/leads?${new URLSearchParams({ workspace: slug, q: textOf(time) })}`
  const day = new Date(Date.now() - 100 * 86_400_000).toISOString().slice(0, 10)
  return {
    overview: () => '/',
    'leads, newest': list(''),
    'leads, oldest': list('order=oldest'),
    'leads of a day': list(`from=${day}&to=${day}`),
    'leads by tag': list('tag=campaign+7'),
    'leads by status REVIEW': list('status=REVIEW'),
    'leads by status OPTED_OUT': list('status=OPTED_OUT'),
    'leads by zone': list('zone=Pacific/Honolulu'),
    'search: e-mail': search((time) => lead(time)?.email ?? ''),
    'search: name that few have': search((time) => `lovelace ${(time * 7919) % 9973}`),
    'search: name that all have': search((time) => `ada ${time % 977} love`),
    'search: last four digits': search((time) => String((time * 48_271) % 10_000).padStart(4, '0')),
    'search: beginning of an e-mail': search((time) => `ada.${(time * 48_271) % leads}@`),
    'search: nobody': search((time) => `nobody${time}`),
    'a lead': (time) => `/leads/${slug}/${lead(time)?.id}`,
    'opt-outs': () => `/workspaces/${slug}/suppressions`,
    workspace: () => `/workspaces/${slug}`,
    submissions: () => `/workspaces/${slug}/submissions`,
    webhooks: () => '/webhooks',
    imports: () => '/imports',
    'dead leads': () => '/dead',
    audit: () => '/audit',
  }
}

async function measurePage(
  page: string,
  { url, cookie, pathOf, times }: { url: string; cookie: string; pathOf: PathOf; times: number },
): Promise<PageFigures> {
  const took: number[] = []
  for (let time = 0; time < times; time++) {
    const start = performance.now()
    const answer = await fetch(`${url}${pathOf(time)}`, { headers: { cookie }, redirect: 'manual' })
    const text = await answer.text()
    took.push(performance.now() - start)
    if (answer.status !== 200) throw new Error(`${page} answered ${answer.status}: ${text.slice(0, 300)}`)
  }
  took.sort((a, b) => a - b)
  const quantile = (part: number) => took[Math.ceil(part * took.length) - 1] ?? Number.NaN
  return { page, p50: quantile(0.5), p95: quantile(0.95), most: quantile(1) }
}
