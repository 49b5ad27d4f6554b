const letters = String.raw`A-Za-z_\u0080-\uffff`
const dollars = String.raw`\$(?:[${letters}][\w\u0080-\uffff]*)?\$`

/** Pieces of SQL in the order they are tried: a semicolon within a quote or comment ends no statement. */
const pieces = new RegExp(
  [
    String.raw`(?<comment>--[^\n]*|/\*[\s\S]*?\*/)`,
    String.raw`[eE]'(?:[^'\\]|\\[\s\S]|'')*'`,
    `'(?:[^']|'')*'`,
    `"(?:[^"]|"")*"`,
    String.raw`(?<tag>${dollars})[\s\S]*?\k<tag>`,
    String.raw`[${letters}][\w$\u0080-\uffff]*`,
    String.raw`(?<open>/\*|'|"|${dollars})`,
    `(?<end>;)`,
    String.raw`[\s\S]`,
  ].join('|'),
  'g',
)

/**
 * The statements of SQL text, without their comments and semicolons. Bodies of functions stand in dollar quotes.
 * @throws Error for a quote or comment that doesn't end, a comment within a comment, and `begin atomic`
 */
export function splitStatements(sql: string): string[] {
  const statements: string[] = []
  let statement = ''
  for (const { 0: piece, groups } of sql.matchAll(pieces)) {
    if (groups?.open) throw new Error(`a ${piece} has no end`)
    if (groups?.comment && piece.lastIndexOf('/*') > 0 && piece.startsWith('/*'))
      throw new Error('a comment stands within a comment')
    if (groups?.end) statements.push(statement.trim())
    statement = groups?.end ? '' : statement + (groups?.comment ? ' ' : piece)
  }
  const found = [...statements, statement.trim()].filter((text) => text !== '')
  if (found.some((text) => /^create\b[^'"$]*\bbegin\s+atomic\b/i.test(text)))
    throw new Error('the body of a function stands in dollar quotes, not in "begin atomic"')
  return found
}
