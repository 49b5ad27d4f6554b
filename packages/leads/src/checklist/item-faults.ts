import type { FieldError } from '@intake/contracts/app-error'
import {
  type FieldType,
  SelectOptions,
  type TemplateItem,
  type ValidationRules,
} from '@intake/contracts/checklist'
import { toPointer } from '@intake/contracts/field-errors'
import { patternProblem } from './check-value.ts'

const rulesOf: Partial<Record<FieldType, readonly (keyof ValidationRules)[]>> = {
  TEXT: ['minLength', 'maxLength', 'pattern'],
  NUMBER: ['min', 'max', 'integer'],
  DATE: ['notBefore', 'notAfter'],
}

/** What is wrong with a template's item beyond its schema, seen by itself. `pointer` is where it stands. */
export function itemFaults(item: TemplateItem, pointer: string): FieldError[] {
  const rules = item.validationRules ?? {}
  const at = (rule: string) => `${pointer}/validationRules/${rule}`
  const errors: FieldError[] = Object.keys(rules)
    .filter((rule) => !(rulesOf[item.fieldType] as readonly string[] | undefined)?.includes(rule))
    .map((rule) => ({
      pointer: at(rule),
      code: 'unsuitable_rule',
      message: `a ${item.fieldType} item has no rule ${rule}`,
    }))
  const crossed = (low: 'minLength' | 'min' | 'notBefore', high: 'maxLength' | 'max' | 'notAfter') => {
    const [least, most] = [rules[low], rules[high]]
    if (least === undefined || most === undefined || least === 'today' || most === 'today') return
    if (least > most)
      errors.push({
        pointer: at(high),
        code: 'empty_range',
        message: `${high} is below ${low}: no value can pass`,
      })
  }
  crossed('minLength', 'maxLength')
  crossed('min', 'max')
  crossed('notBefore', 'notAfter')
  const problem = rules.pattern === undefined ? null : patternProblem(rules.pattern)
  if (problem) errors.push({ pointer: at('pattern'), code: 'unsupported_pattern', message: problem })
  if (item.fieldType === 'SELECT') errors.push(...optionFaults(item.config, `${pointer}/config/options`))
  return errors
}

function optionFaults(config: TemplateItem['config'], pointer: string): FieldError[] {
  const options = config?.options
  if (options === undefined || (Array.isArray(options) && options.length === 0))
    return [{ pointer, code: 'required', message: 'a SELECT item needs options' }]
  const parsed = SelectOptions.safeParse(options)
  if (parsed.success) return []
  return parsed.error.issues.map((issue) => ({
    pointer: pointer + toPointer(issue.path.slice(0, 1)),
    code: 'invalid_option',
    message: 'an option is a text, or { value, label }, both texts; quote what YAML takes for something else',
  }))
}
