import { lookup } from 'node:dns/promises'
import { type MetricSample, parseMetrics } from './parse-metrics.ts'

/** What each process told, by its address; null for one that gave no answer. */
export type Scrape = { at: number; processes: Map<string, MetricSample[] | null> }

/** A process answers within a second, without what it couldn't read in Postgres or Redis. */
const timeoutMs = 2_000

/** Asks every process for its metrics at once. A host name that stands for several processes is asked at each address. */
export async function scrapeProcesses(urls: readonly string[]): Promise<Scrape> {
  const each = (await Promise.all(urls.map(expand))).flat()
  const answers = await Promise.all(each.map(async (url) => [url, await ask(url)] as const))
  return { at: Date.now(), processes: new Map(answers) }
}

async function expand(text: string): Promise<string[]> {
  const url = new URL(text)
  // Only plain HTTP can be asked by address: a certificate is made out to a name.
  if (url.protocol !== 'http:' || /^[\d.]+$|^\[|^localhost$/.test(url.hostname)) return [text]
  const found = await lookup(url.hostname, { all: true, family: 4 }).catch(() => [])
  if (found.length === 0) return [text]
  return found.map(({ address }) => {
    url.hostname = address
    return url.href
  })
}

async function ask(url: string): Promise<MetricSample[] | null> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), redirect: 'error' })
    return answer.ok ? parseMetrics(await answer.text()) : null
  } catch {
    return null
  }
}
