import type { FieldError } from '@intake/contracts/app-error'
import {
  type FieldType,
  fileFieldTypes,
  itemConfigs,
  SelectOptions,
  type TemplateItem,
  type ValidationRules,
} from '@intake/contracts/checklist'
import { toFieldErrors, toPointer } from '@intake/contracts/field-errors'
import { isWorded, patternProblem } from './check-value.ts'

const rulesOf: Partial<Record<FieldType, readonly (keyof ValidationRules)[]>> = {
  TEXT: ['minLength', 'maxLength', 'pattern'],
  NUMBER: ['min', 'max', 'integer'],
  DATE: ['notBefore', 'notAfter'],
}

/** What is wrong with a template's item beyond its schema, seen by itself. `pointer` is where it stands. */
export function itemFaults(item: TemplateItem, pointer: string): FieldError[] {
  const configured = configFaults(item, `${pointer}/config`)
  if (isWorded(item.validationRules))
    return [...wordedFaults(item, `${pointer}/validationRules`), ...configured]
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
  return [...errors, ...configured]
}

function wordedFaults({ fieldType }: TemplateItem, pointer: string): FieldError[] {
  if (fileFieldTypes.has(fieldType)) return []
  const message = `a ${fieldType} item has no rules in words; those of files do`
  return [{ pointer, code: 'unsuitable_rule', message }]
}

/** What is wrong with the members that the config of a field type is documented to have. Others are the workspace's own. */
function configFaults({ fieldType, config }: TemplateItem, pointer: string): FieldError[] {
  if (fieldType === 'SELECT') return optionFaults(config, `${pointer}/options`)
  const parsed = itemConfigs[fieldType]?.safeParse(config ?? {})
  if (parsed?.error)
    return toFieldErrors(parsed.error, config).map((fault) => ({
      ...fault,
      pointer: pointer + fault.pointer,
    }))
  const { min, max, pattern } = (parsed?.data ?? {}) as { min?: number; max?: number; pattern?: string }
  if (typeof min === 'number' && typeof max === 'number' && min > max)
    return [
      { pointer: `${pointer}/max`, code: 'empty_range', message: 'max is below min: no value can pass' },
    ]
  const problem = typeof pattern === 'string' ? patternProblem(pattern) : null
  return problem ? [{ pointer: `${pointer}/pattern`, code: 'unsupported_pattern', message: problem }] : []
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
