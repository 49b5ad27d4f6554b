import { jsonBytes } from '@intake/contracts/text'

/** A list within a lead's answer ends here, or at so many bytes of JSON. */
export const maxListed = 100
export const maxBytesOf = {
  actionLogs: 2_000_000,
  matchingLeads: 1_000_000,
  documents: 1_000_000,
  'lastAction.toolCalls': 1_000_000,
} as const

export type CutList = keyof typeof maxBytesOf

/** The first of a list, as far as an answer shows it; one at least. */
export function cutList<Item>(name: CutList, items: readonly Item[]): readonly Item[] {
  let bytes = 0
  const end = items.findIndex((item, place) => {
    if (place >= maxListed) return true
    bytes += jsonBytes(item)
    return place > 0 && bytes > maxBytesOf[name]
  })
  return end === -1 ? items : items.slice(0, end)
}
