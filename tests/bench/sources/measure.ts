import type { CreatedSourceAnswer } from '@intake/contracts/sources'
import { type Contender, warmUp } from '../harness/measure-in-turns.ts'
import { medians, type Spread, spreadOf } from '../harness/spread.ts'
import { type Service, serviceContender, startService } from '../harness/start-service.ts'
import { type LoadFigures, runLoad } from '../load/run-load.ts'

export interface SourcesOptions {
  clients: number
  rounds: number
  seconds: number
  warmSeconds: number
}

export interface SourcesResult {
  /** In the order of a round: the second create is the control. */
  measured: { name: string; perSecond: Spread; refused: number; cpuMicros: Record<string, number> }[]
  /** CPU of the gateway for a submission ÷ that of the creates around it, and for the later of these ÷ the earlier. */
  ratio: Spread
  control: Spread
}

/**
 * Sends the same leads to one gateway in turns: as creates with short answers, as Google Ads sends them to a source, and as creates again.
 * No worker runs.
 */
export async function measureSources(
  { clients, rounds, seconds, warmSeconds }: SourcesOptions,
  say: (line: string) => void,
): Promise<SourcesResult> {
  const service = await startService({ workers: 0, env: { ENCRYPTION_KEYS: 'k'.repeat(32) } })
  try {
    const { headers, ...gateway } = serviceContender(service)
    const create = { ...gateway, name: 'create', headers: { ...headers, prefer: 'return=minimal' }, ad: {} }
    const submission = { ...gateway, ...(await makeSource(service)), name: 'submission' }
    const turns: Contender[] = [create, submission, { ...create, name: 'create again' }]
    for (const turn of [create, submission]) await warmUp(turn, warmSeconds)
    const all: LoadFigures[][] = []
    for (let round = 1; round <= rounds; round++) {
      const figures: LoadFigures[] = []
      for (const { url, headers, ad, pids } of turns)
        figures.push(await runLoad({ url, headers, ad, clients, warmSeconds, seconds }, pids))
      all.push(figures)
      say(`round ${round}: a submission takes ${ratioOf(figures).toFixed(2)} creates`)
    }
    return {
      measured: turns.map(({ name }, turn) => {
        const windows = all.flatMap((figures) => figures[turn] ?? [])
        return {
          name,
          perSecond: spreadOf(windows.map(({ perSecond }) => perSecond)),
          refused: windows.reduce((sum, { refused }) => sum + refused, 0),
          cpuMicros: medians(windows.map(({ cpuMicros }) => cpuMicros)),
        }
      }),
      ratio: spreadOf(all.map(ratioOf)),
      control: spreadOf(all.map(([first, , last]) => cpuOf(last) / cpuOf(first))),
    }
  } finally {
    await service.close()
  }
}

const cpuOf = (figures: LoadFigures | undefined) => figures?.cpuMicros.node ?? Number.NaN

function ratioOf([first, submission, last]: readonly LoadFigures[]): number {
  return (2 * cpuOf(submission)) / (cpuOf(first) + cpuOf(last))
}

/** A source of Google Ads, as what takes its leads. */
async function makeSource({
  gateways,
  workspace,
}: Service): Promise<Pick<Contender, 'url' | 'headers' | 'ad'>> {
  const url = gateways[0]?.url
  const response = await fetch(`${url}/api/v1/sources`, {
    method: 'POST',
    headers: { 'x-api-key': workspace.key, 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'google-ads', name: 'bench' }),
  })
  if (!response.ok) throw new Error(`the service answered ${response.status}: ${await response.text()}`)
  const { source, madeSecrets } = (await response.json()) as CreatedSourceAnswer
  return { url: `${url}${source.path}`, headers: {}, ad: { googleKey: madeSecrets.googleKey ?? '' } }
}
