import type { ValueFrom } from '@intake/contracts/field-mapping'
import { importFields } from '@intake/contracts/imports'
import { anyNameTarget, targetOf } from '../mapping/known-names.ts'
import type { Mapping } from '../mapping/mapping.ts'
import { isOptOutTarget, optOutTarget } from '../mapping/opt-out-names.ts'
import { comparable } from './rest-of-answers.ts'
import type { OpenSource } from './source-kind.ts'

/** Fields that a name may be known as. */
const knownFields: readonly string[] = [...importFields, 'website', 'source', 'submittedAt']

/** The source's own mapping, and what is known of the names that it doesn't use. */
export function mappingFor(
  names: readonly string[],
  hints: Readonly<Record<string, string>>,
  own: NonNullable<OpenSource['mapping']>,
): { mapping: Mapping; targets: Map<string, string | null>; unmapped: string[] } {
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
        places.set(target, [...(places.get(target) ?? []), { part, of: { first: fullNames } }])
    }
  places.delete('fullName')
  const recognized = Object.fromEntries([...places].map(([target, first]) => [target, { first }]))
  const stated = Object.fromEntries(
    Object.entries(own).flatMap(([target, from]) => (from === null ? [] : [[target, from]])),
  )
  for (const name of names) if (used.has(name)) targets.set(name, null)
  return { mapping: { ...recognized, ...stated }, targets, unmapped }
}

/** The names of a record that an operator looks at. */
export function namesIn(from: ValueFrom): string[] {
  if (typeof from === 'string') return [from]
  if ('first' in from) return from.first.flatMap(namesIn)
  if ('join' in from) return from.join.flatMap(namesIn)
  return 'of' in from ? namesIn(from.of) : []
}

/** Names, each with the values that an operator puts others in the place of. */
export function translatedIn(from: ValueFrom): [name: string, values: string[]][] {
  if (typeof from === 'string') return []
  if ('first' in from) return from.first.flatMap(translatedIn)
  if ('join' in from) return from.join.flatMap(translatedIn)
  if (!('of' in from)) return []
  const inner = translatedIn(from.of)
  if (!('values' in from)) return inner
  const values = Object.keys(from.values).map(comparable)
  return [...inner, ...namesIn(from.of).map((name): [string, string[]] => [name, values])]
}
