/** Words that stand for nothing, as databases and spreadsheets write them. */
const nullWords = new Set([
  'n/a',
  '#n/a',
  '#nv',
  'null',
  '(null)',
  '[null]',
  '\\n',
  '-',
  '--',
  '---',
  '–',
  '—',
  'none',
  'nil',
  'undefined',
  'nan',
  '(blank)',
  '(none)',
  '(empty)',
])
/** Those of them that are nothing in an answer to a question too, where “None” may be one. */
const surelyNull = new Set(['#n/a', '#nv', 'null', '(null)', '[null]', '\\n', 'undefined', 'nan'])
const spreadsheetError =
  /^#(?:error!?|ref!|value!|name\?|div\/0!|null!|num!|spill!|calc!|getting_data|wert!|bezug!|zahl!|name!|¡ref!|¡valor!|valeur!|nom\?|nombre!)$/i

const edges = /^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu
/** How a spreadsheet is made to take digits for text: `="0123"`, `'0123`. */
const formula = /^="([\s\S]*)"$/
const textMark = /^['’](?=[\d+=@-])/

/** What a cell holds, without blanks, signs that can't be seen and a spreadsheet's marks around it. */
export function plainText(cell: string): string {
  const text = cell.replace(edges, '')
  const inner = formula.exec(text)?.[1]
  return inner === undefined ? text.replace(textMark, '') : plainText(inner.replaceAll('""', '"'))
}

/** Whether a text is a number that a spreadsheet has rounded: some of its digits are lost. */
export function isRounded(text: string): boolean {
  const [, decimals = '', power] = /^\d(?:[.,](\d+))?e\+?(\d+)$/i.exec(text) ?? []
  return power !== undefined && decimals.length < Number(power)
}

/** Whether a cell holds nothing. A person may be called Null: as a name only all capitals or none are nothing. */
export function isNothing(text: string, kind: 'name' | 'answer' | 'other'): boolean {
  if (text === '' || spreadsheetError.test(text)) return true
  const word = text.toLowerCase()
  if (kind === 'answer') return surelyNull.has(word)
  return nullWords.has(word) && !(kind === 'name' && text === 'Null')
}

/** What a spreadsheet shows in place of a value that it lost. */
export function isSpreadsheetError(text: string): boolean {
  return spreadsheetError.test(text)
}

const truths = new Map<string, boolean>([
  ...words(true, 'true t yes y 1 1.0 on x ✓ ✔ ☑ checked ja wahr j oui vrai sí si verdadero sim verdadeiro'),
  ...words(false, 'false f no n 0 0.0 off unchecked nein falsch non faux falso não nao'),
])
const optOutStates = new Map<string, boolean>([
  ...['opted out', 'opt out', 'optout', 'unsubscribed', 'do not contact', 'do not call', 'dnc'].map(
    (state): [string, boolean] => [state, true],
  ),
  ...['opted in', 'opt in', 'subscribed', 'not subscribed', 'never subscribed', 'no consent'].map(
    (state): [string, boolean] => [state, false],
  ),
])
const time = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}\S*.*)?$|^\d{1,2}[./]\d{1,2}[./]\d{2,4}(?: .*)?$/

/** The words of yes and no that a sender is told of. */
export const booleanWords = 'true, false, yes, no, 1, 0 or x'

function words(truth: boolean, list: string): [string, boolean][] {
  return list.split(' ').map((word) => [word, truth])
}

/** Yes or no, as spreadsheets of several languages write it; null for what is neither. */
export function readBoolean(text: string): boolean | null {
  return truths.get(text.toLowerCase()) ?? null
}

/** The same of an opt-out, which may be a state or the time of it. */
export function readOptOut(text: string): boolean | null {
  return (
    readBoolean(text) ??
    optOutStates.get(text.toLowerCase().replace(/[-_ ]+/g, ' ')) ??
    (time.test(text) ? true : null)
  )
}

/** The tags of a cell: a JSON array, each in quotes, or parted by ` ::: ` or one of `separators`. Google's own groups (`* myContacts`) are none. */
export function readTags(text: string, separators: string): string[] {
  const given = jsonTags(text) ?? partedTags(text, separators)
  return given.map((tag) => tag.trim()).filter((tag) => !isNothing(tag, 'other') && !tag.startsWith('* '))
}

function jsonTags(text: string): string[] | null {
  if (!text.startsWith('[')) return null
  try {
    const tags: unknown = JSON.parse(text)
    return Array.isArray(tags) && tags.every((tag) => typeof tag === 'string') ? tags : null
  } catch {
    return null
  }
}

function partedTags(text: string, separators: string): string[] {
  if (text.includes(listSeparator)) return text.split(listSeparator)
  const tags = ['']
  let isQuoted = false
  for (const character of text) {
    const tag = tags.pop() ?? ''
    if (character === '"' && (isQuoted || tag.trim() === '')) isQuoted = !isQuoted
    else if (!isQuoted && separators.includes(character)) {
      tags.push(tag, '')
      continue
    } else {
      tags.push(tag + character)
      continue
    }
    tags.push(tag)
  }
  return tags
}

/** What Google Contacts puts between several values of a cell. */
const listSeparator = ' ::: '

/** Several e-mails or phones of a cell. */
export function splitContacts(text: string): string[] {
  return text.split(listSeparator).map((one) => one.trim())
}

/** A phone less what exports put in front of it: `p:+1…` of Meta. */
export function readPhone(text: string): string {
  return text.replace(/^p:\s*/i, '')
}
