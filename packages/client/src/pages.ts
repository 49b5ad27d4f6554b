/** The cursor of the next page in a `Link` header; undefined on the last one. */
export function nextCursor(link: string | null): string | undefined {
  const [, address] = link?.match(/<([^>]*)>\s*;[^,]*\brel="?next\b/) ?? []
  if (address === undefined) return undefined
  return new URL(address, 'http://localhost').searchParams.get('cursor') ?? undefined
}

/** The items of a page: the page itself, or its one array. */
export function itemsOf(page: unknown): unknown[] {
  if (Array.isArray(page)) return page
  return Object.values(page as object).find(Array.isArray) ?? []
}
