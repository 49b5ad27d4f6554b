import type { ValueFrom } from '@intake/contracts/field-mapping'
import { importFields } from '@intake/contracts/imports'
import { LRUCache } from 'lru-cache'
import { anyNameTarget, targetOf } from '../mapping/known-names.ts'
import type { FlatRecord, Mapping } from '../mapping/mapping.ts'
import { isOptOutTarget, optOutTarget } from '../mapping/opt-out-names.ts'
import { createRecordReader, type ReadRecord } from '../mapping/read-record.ts'
import { comparable } from './rest-of-answers.ts'
import type { OpenSource } from './source-kind.ts'

/** Fields that a name may be known as. */
const knownFields: readonly string[] = [...importFields, 'website', 'source', 'submittedAt']

const tagSeparators = ',;|'

/** How records that have the same names are read. */
export interface NamesMapping {
  /** What each name that is mapped is known as; null where the source's own mapping uses it. */
  targets: ReadonlyMap<string, string | null>
  unmapped: readonly string[]
  /** What the source's own mapping puts other values in the place of. */
  translated: readonly [name: string, values: string[]][]
  /** Reads by the source's own mapping, and by what is known of the names that it doesn't use. */
  read(record: FlatRecord): ReadRecord
}

type Own = NonNullable<OpenSource['mapping']>
const noMapping: Own = {}

/** A form asks the same each time. Making a mapping anew for each lead takes a submission 6 % more (`npm run bench:sources`). */
const made = new LRUCache<string, { own: Own; names: NamesMapping }>({
  maxSize: 200_000,
  maxEntrySize: 5000,
  sizeCalculation: (_, key) => key.length,
})

/** How a source's records of these names are read. `hints` are targets of names that no list knows. */
export function mappingFor(
  { id, mapping }: Pick<OpenSource, 'id' | 'mapping'>,
  names: readonly string[],
  hints: Readonly<Record<string, string>>,
): NamesMapping {
  const own = mapping ?? noMapping
  const key = `${id} ${JSON.stringify([names, hints])}`
  const known = made.get(key)
  if (known?.own === own) return known.names
  const ofNames = makeMapping(names, hints, own)
  made.set(key, { own, names: ofNames })
  return ofNames
}

function makeMapping(
  names: readonly string[],
  hints: Readonly<Record<string, string>>,
  own: Own,
): NamesMapping {
  const used = new Set(Object.values(own).flatMap((from) => (from === null ? [] : namesIn(from))))
  const free = names.filter((name) => !used.has(name))
  const targets = new Map(
    free.map((name) => {
      const hint = Object.hasOwn(hints, name) ? hints[name] : undefined
      return [name, hint ?? optOutTarget(name) ?? targetOf(name, knownFields)]
    }),
  )
  const all = new Set(targets.values())
  for (const [name, target] of targets) if (target === null) targets.set(name, anyNameTarget(name, all))
  const unlessOwn = (target: string) => own[target] === undefined || isOptOutTarget(target)
  const places = new Map<string, ValueFrom[]>()
  const unmapped: string[] = []
  for (const [name, target] of targets) {
    const place = target === 'tags' ? 'tags[]' : target
    if (place !== null && unlessOwn(place)) places.set(place, [...(places.get(place) ?? []), name])
    else {
      unmapped.push(name)
      targets.delete(name)
    }
  }
  const fullNames = places.get('fullName')
  if (fullNames)
    for (const part of ['first', 'last'] as const) {
      const target = `${part}Name`
      if (own[target] === undefined)
        places.set(target, [...(places.get(target) ?? []), { part, of: firstOf(fullNames) }])
    }
  places.delete('fullName')
  const recognized = Object.fromEntries([...places].map(([target, names]) => [target, firstOf(names)]))
  const stated = Object.fromEntries(
    Object.entries(own).flatMap(([target, from]) => (from === null ? [] : [[target, from]])),
  )
  for (const name of names) if (used.has(name)) targets.set(name, null)
  const mapping: Mapping = { ...recognized, ...stated }
  return {
    targets,
    unmapped,
    translated: Object.values(stated).flatMap(translatedIn),
    read: createRecordReader(mapping, { tagSeparators }),
  }
}

function firstOf(names: ValueFrom[]): ValueFrom {
  const [only, ...others] = names
  return only !== undefined && others.length === 0 ? only : { first: names }
}

/** The names of a record that an operator looks at. */
export function namesIn(from: ValueFrom): string[] {
  if (typeof from === 'string') return [from]
  if ('first' in from) return from.first.flatMap(namesIn)
  if ('join' in from) return from.join.flatMap(namesIn)
  return 'of' in from ? namesIn(from.of) : []
}

/** Names, each with the values that an operator puts others in the place of. */
function translatedIn(from: ValueFrom): [name: string, values: string[]][] {
  if (typeof from === 'string') return []
  if ('first' in from) return from.first.flatMap(translatedIn)
  if ('join' in from) return from.join.flatMap(translatedIn)
  if (!('of' in from)) return []
  const inner = translatedIn(from.of)
  if (!('values' in from)) return inner
  const values = Object.keys(from.values).map(comparable)
  return [...inner, ...namesIn(from.of).map((name): [string, string[]] => [name, values])]
}
