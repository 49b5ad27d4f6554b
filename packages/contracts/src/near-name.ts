/** The one of the known names that somebody may have meant by another, or null: other case or separators, a slip or two, a part of it. */
export function nearestName(given: string, known: readonly string[]): string | null {
  if (given.length > longest) return null
  const plain = plainOf(given)
  return (
    known.find((name) => plainOf(name) === plain) ??
    nearest(plain, known) ??
    known.find((name) => beginningsAndEnds(name).includes(plain)) ??
    null
  )
}

const longest = 100

function plainOf(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}

/** With one slip, two in a long name. */
function nearest(plain: string, known: readonly string[]): string | undefined {
  if (plain.length < 3) return undefined
  const slips = plain.length < 8 ? 1 : 2
  const [found] = known
    .map((name) => ({ name, distance: distanceOf(plain, plainOf(name)) }))
    .filter(({ distance }) => distance <= slips)
    .sort((one, other) => one.distance - other.distance)
  return found?.name
}

/** `firstName`: `first`, `name`. */
function beginningsAndEnds(name: string): string[] {
  const words = name.split(/(?=\p{Lu})/u).map((word) => plainOf(word))
  return words
    .slice(1)
    .flatMap((_, index) => [words.slice(0, index + 1).join(''), words.slice(index + 1).join('')])
}

/** Letters to add, drop, change or swap with their neighbour (optimal string alignment). */
function distanceOf(one: string, other: string): number {
  let [before, last] = [[] as number[], Array.from({ length: other.length + 1 }, (_, index) => index)]
  for (let row = 1; row <= one.length; row++) {
    const next = [row]
    for (let column = 1; column <= other.length; column++) {
      const isSame = one[row - 1] === other[column - 1]
      const isSwap = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
      next.push(
        Math.min(
          (last[column] as number) + 1,
          (next[column - 1] as number) + 1,
          (last[column - 1] as number) + (isSame ? 0 : 1),
          row > 1 && column > 1 && isSwap ? (before[column - 2] as number) + 1 : Number.POSITIVE_INFINITY,
        ),
      )
    }
    before = last
    last = next
  }
  return last.at(-1) as number
}
