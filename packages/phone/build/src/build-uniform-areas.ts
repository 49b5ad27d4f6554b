import type { UniformAreas } from '@intake/phone/uniform-area'
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'

/** Numbers that are asked for in each exchange, each from another thousand; all ten give the same list and take a minute. */
const blocksAsked = [2, 7]
const linesOfABlock = 1000

/** By country and kind the North American area codes whose numbers libphonenumber takes for the same, whatever their exchange. */
export function buildUniformAreas(): UniformAreas {
  const areas: UniformAreas = {}
  for (let area = 200; area <= 999; area += 1) {
    const found = commonOf(area)
    if (!found) continue
    const [country, kind] = found
    const kinds = areas[country] ?? {}
    areas[country] = kinds
    kinds[kind] = (kinds[kind] ?? '') + area
  }
  return areas
}

/** JSON with a line for each country and kind. */
export function formatUniformAreas(areas: UniformAreas): string {
  const lines = Object.entries(areas)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([country, kinds]) => {
      const ofKinds = Object.entries(kinds).map(([kind, codes]) => `${JSON.stringify(kind)}:"${codes}"`)
      return `${JSON.stringify(country)}:{\n${ofKinds.join(',\n')}}`
    })
  return `{${lines.join(',\n')}}\n`
}

/** What numbers of every exchange have in common; null as soon as two differ. No pattern looks at the last three digits. */
function commonOf(area: number): [country: string, kind: string] | null {
  let common: string | undefined
  for (let exchange = 200; exchange <= 999; exchange += 1)
    for (const block of blocksAsked) {
      const line = String(
        ((exchange + block) % 10) * linesOfABlock + ((exchange * 7919 + block) % linesOfABlock),
      )
      const number = parsePhoneNumberFromString(`+1${area}${exchange}${line.padStart(4, '0')}`)
      const type = number?.getType()
      if (!number?.country || !type) return null
      const found = `${number.country} ${type.toLowerCase()}`
      common ??= found
      if (found !== common) return null
    }
  return (common?.split(' ') as [string, string] | undefined) ?? null
}
