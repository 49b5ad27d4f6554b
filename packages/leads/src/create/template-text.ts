import type { ChecklistTemplate } from '../checklist/template.ts'
import { presentChecklistItem } from '../lead/present-lead.ts'

/** The JSON of a new lead's checklist, but for the ids of its items and for what is stored for them. */
export interface TemplateText {
  /** Up to the first item's id. */
  opening: string
  items: ItemText[]
  /** Of the template's items, in their order. */
  itemIds: readonly string[]
  /** Ids of the items that every lead has to have done. */
  alwaysRequired: readonly string[]
}

/** From the end of an item's id to the next one's, or to the end of the checklist. */
interface ItemText {
  /** As long as nothing is stored for it. */
  untouched: string
  /** From its own description on. */
  tail: string
}

const itemHead = '{"id":"'
const tailHead = ',"checklistItem":'
const texts = new WeakMap<ChecklistTemplate, TemplateText>()

export function templateText(template: ChecklistTemplate): TemplateText {
  const known = texts.get(template)
  if (known) return known
  const text: TemplateText = {
    ...checklistText(template),
    itemIds: template.groups.flatMap(({ items }) => items.map(({ id }) => id)),
    alwaysRequired: template.groups.flatMap(({ group, items }) =>
      group.conditions === null
        ? items.filter((item) => item.is_required && item.conditions === null).map(({ id }) => id)
        : [],
    ),
  }
  texts.set(template, text)
  return text
}

function checklistText(template: ChecklistTemplate): Pick<TemplateText, 'opening' | 'items'> {
  const items: ItemText[] = []
  let opening = '['
  // What stands between two ids belongs to the item before.
  const add = (json: string) => {
    const last = items.at(-1)
    if (!last) opening += json
    else {
      last.untouched += json
      last.tail += json
    }
  }
  for (const [index, { group, items: ofGroup }] of template.groups.entries()) {
    const { id, name, conditions } = group
    add(`${index > 0 ? ',' : ''}${JSON.stringify({ id, name, conditions }).slice(0, -1)},"items":[`)
    for (const [place, item] of ofGroup.entries()) {
      add(`${place > 0 ? ',' : ''}${itemHead}`)
      const untouched = JSON.stringify(presentChecklistItem('', item, undefined)).slice(itemHead.length)
      items.push({ untouched, tail: untouched.slice(untouched.indexOf(tailHead)) })
    }
    add(']}')
  }
  add(']')
  return { opening, items }
}
