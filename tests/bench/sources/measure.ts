import type { CreatedSourceAnswer } from '@intake/contracts/sources'
import { type Contender, type Measured, measureInTurns } from '../harness/measure-in-turns.ts'
import { type Service, serviceContender, startService } from '../harness/start-service.ts'

export interface SourcesOptions {
  clients: number
  rounds: number
  seconds: number
  warmSeconds: number
}

/** What is measured, by name. */
export const names = {
  create: 'create',
  minimal: 'create, short answer',
  again: 'create, short answer, again',
  submission: 'submission',
} as const

/** Sends the same leads to one gateway in turns: as creates, and as Google Ads sends them to a source. No worker runs. */
export async function measureSources(
  options: SourcesOptions,
  say: (line: string) => void,
): Promise<Measured[]> {
  const service = await startService({ workers: 0, env: { ENCRYPTION_KEYS: 'k'.repeat(32) } })
  try {
    const create = { ...serviceContender(service), ad: {} }
    const minimal = { ...create, headers: { ...create.headers, prefer: 'return=minimal' } }
    const contenders: Contender[] = [
      { ...create, name: names.create },
      { ...minimal, name: names.minimal },
      { ...create, ...(await makeSource(service)), name: names.submission },
      { ...minimal, name: names.again },
    ]
    const { measured } = await measureInTurns(contenders, { ...options, clients: [options.clients], say })
    return measured
  } finally {
    await service.close()
  }
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
  return { url: `${url}${source.path}`, headers: {}, ad: { googleKey: madeSecrets.googleKey } }
}
