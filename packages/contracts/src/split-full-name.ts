/** What follows a last name and is none, without dots. */
const suffixes = new Set(
  'jr sr ii iii iv v esq phd md dds dvm cpa rn jd mba pe llc inc ltd corp gmbh ag kg ohg ug se co sa sl srl bv nv plc lp llp pllc'.split(
    ' ',
  ),
)
/** Those of them that are hardly ever a last name, though no comma parts them off. */
const sureSuffixes = new Set(['jr', 'sr', 'ii', 'iii', 'iv', 'esq', 'phd'])

/**
 * First and last name of a full one: the last word is the last name, a single word the first. `Byron, Ada` has the last name in front. What
 * follows a last name, such as `Jr.`, stays with it.
 */
export function splitFullName(name: string): { first: string; last: string | null } {
  const [before = '', after = '', ...more] = name
    .trim()
    .split(',')
    .map((part) => part.trim())
  if (after === '') return splitWords(before)
  if (more.length > 0 || before === '' || suffixes.has(bare(after))) {
    const { first, last } = splitWords(before)
    const rest = [after, ...more].join(', ')
    return last === null ? { first: `${first}, ${rest}`, last } : { first, last: `${last}, ${rest}` }
  }
  return { first: after, last: before }
}

function splitWords(text: string): { first: string; last: string | null } {
  const words = text.split(/\s+/)
  const suffix = words.length > 2 && sureSuffixes.has(bare(words.at(-1) ?? '')) ? ` ${words.pop()}` : ''
  const last = words.length > 1 ? words.pop() + suffix : null
  return { first: words.join(' '), last }
}

function bare(word: string): string {
  return word.toLowerCase().replaceAll('.', '')
}
