import type { RunningApp } from '@intake/testing/start-app'

/** Samples by name with labels, as they stand in the text. */
export type Samples = Map<string, number>

export async function scrape(
  app: Pick<RunningApp, 'metricsUrl'>,
): Promise<{ text: string; samples: Samples }> {
  const response = await fetch(app.metricsUrl)
  const text = await response.text()
  if (!response.ok) throw new Error(`/metrics answered ${response.status}: ${text}`)
  const lines = text.split('\n').filter((line) => line && !line.startsWith('#'))
  const samples = lines.map((line): [string, number] => {
    const at = line.lastIndexOf(' ')
    return [line.slice(0, at), Number(line.slice(at + 1))]
  })
  return { text, samples: new Map(samples) }
}

/** The sum of all samples of this name whose labels hold each of the given ones (`status="200"`), over several processes. */
export function total(all: readonly Samples[], name: string, ...labels: string[]): number {
  let sum = 0
  for (const samples of all)
    for (const [sample, value] of samples)
      if (sample.split('{')[0] === name && labels.every((label) => sample.includes(label))) sum += value
  return sum
}
