import { ActionIcon, Button, Code, Group, SegmentedControl, Select, Stack, TagsInput, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { type Translate, useT } from '../i18n.tsx'

type Comparison = { field: string; op: string; value?: unknown }
type Flat = { match: 'all' | 'any'; comparisons: Comparison[] }
type Props = { value: unknown; onChange: (condition: unknown) => void; label: string }

const fields = [
  'fullName',
  'email',
  'emailDomain',
  'emailDomainKind',
  'phone',
  'jobTitle',
  'country',
  'region',
  'city',
  'language',
  'origin',
  'source',
  'tags',
  'companyName',
  'companyIndustry',
  'companyEmployees',
  'companyCountry',
  'companyRegion',
  'companyCity',
  'companyTags',
] as const
const operators = [
  'eq',
  'neq',
  'in',
  'contains',
  'starts_with',
  'ends_with',
  'gte',
  'lte',
  'exists',
  'missing',
] as const
const isBare = (op: string) => op === 'exists' || op === 'missing'

/** A condition over what is known of a contact: all or any of some comparisons. Deeper trees are shown and left alone. */
export function ConditionEditor({ value, onChange, label }: Props) {
  const t = useT()
  const flat = flatten(value)
  if (flat === null) return <Code block>{JSON.stringify(value, null, 2)}</Code>
  const { match, comparisons } = flat
  const change = (next: Partial<Flat>) => onChange(unflatten({ ...flat, ...next }))
  const replace = (index: number, comparison: Comparison) =>
    change({ comparisons: comparisons.map((one, place) => (place === index ? comparison : one)) })
  return (
    <Stack gap="xs" role="group" aria-label={label}>
      {comparisons.length > 1 && (
        <SegmentedControl
          size="xs"
          style={{ alignSelf: 'flex-start' }}
          value={match}
          onChange={(next) => change({ match: next === 'any' ? 'any' : 'all' })}
          data={(['all', 'any'] as const).map((one) => ({ value: one, label: t(`conditions.${one}`) }))}
        />
      )}
      {comparisons.map((comparison, index) => (
        <ComparisonEditor
          key={index.toString()}
          value={comparison}
          onChange={(next) => replace(index, next)}
          onRemove={() => change({ comparisons: comparisons.filter((_, place) => place !== index) })}
        />
      ))}
      <Button
        size="compact-sm"
        variant="subtle"
        style={{ alignSelf: 'flex-start' }}
        leftSection={<IconPlus size={13} />}
        onClick={() => change({ comparisons: [...comparisons, { field: 'jobTitle', op: 'contains', value: '' }] })}
      >
        {t('conditions.add')}
      </Button>
    </Stack>
  )
}

type ComparisonProps = { value: Comparison; onChange: (comparison: Comparison) => void; onRemove: () => void }

function ComparisonEditor({ value, onChange, onRemove }: ComparisonProps) {
  const t = useT()
  const { field, op } = value
  const isOwn = field.startsWith(ownPrefix)
  return (
    <Group gap={6} align="flex-start">
      <Select
        size="xs"
        w={170}
        aria-label={t('conditions.field')}
        searchable
        allowDeselect={false}
        data={[
          ...fields.map((one) => ({ value: one, label: t(`conditions.fields.${one}`) })),
          { value: ownPrefix, label: t('conditions.own') },
        ]}
        value={isOwn ? ownPrefix : field}
        onChange={(next) => next && onChange({ ...value, field: next })}
      />
      {isOwn && (
        <TextInput
          size="xs"
          w={110}
          aria-label={t('conditions.ownName')}
          value={field.slice(ownPrefix.length)}
          onChange={(event) => onChange({ ...value, field: ownPrefix + event.currentTarget.value })}
        />
      )}
      <Select
        size="xs"
        w={140}
        aria-label={t('conditions.operator')}
        allowDeselect={false}
        data={operators.map((one) => ({ value: one, label: t(`conditions.operators.${one}`) }))}
        value={op}
        onChange={(next) => next && onChange(withOperator(value, next))}
      />
      {op === 'in' && (
        <TagsInput
          size="xs"
          flex={1}
          miw={140}
          aria-label={t('conditions.values')}
          value={Array.isArray(value.value) ? value.value.map(String) : []}
          onChange={(next) => onChange({ ...value, value: next })}
        />
      )}
      {op !== 'in' && !isBare(op) && (
        <TextInput
          size="xs"
          flex={1}
          miw={110}
          aria-label={t('conditions.value')}
          value={String(value.value ?? '')}
          onChange={(event) => onChange({ ...value, value: typed(op, event.currentTarget.value) })}
        />
      )}
      <ActionIcon variant="subtle" color="gray" aria-label={t('conditions.remove')} onClick={onRemove}>
        <IconTrash size={15} />
      </ActionIcon>
    </Group>
  )
}

const ownPrefix = 'customFields.'

/** The condition in one sentence, for a rule that is not open. */
export function sayCondition(t: Translate, condition: unknown): string {
  const flat = flatten(condition)
  if (flat === null) return t('conditions.complex')
  if (flat.comparisons.length === 0) return t(flat.match === 'all' ? 'conditions.always' : 'conditions.never')
  const parts = flat.comparisons.map(({ field, op, value }) =>
    t('conditions.sentence', {
      field: field.startsWith(ownPrefix)
        ? field.slice(ownPrefix.length)
        : t.has(`conditions.fields.${field}`)
          ? t(`conditions.fields.${field}`)
          : field,
      operator: t(`conditions.operators.${op}`),
      value: Array.isArray(value) ? value.join(', ') : String(value ?? ''),
    }).trim(),
  )
  return parts.join(t(`conditions.join.${flat.match}`))
}

function flatten(condition: unknown): Flat | null {
  if (isComparison(condition)) return { match: 'all', comparisons: [condition] }
  if (typeof condition !== 'object' || condition === null) return null
  for (const match of ['all', 'any'] as const) {
    const children: unknown = (condition as Record<string, unknown>)[match]
    if (Array.isArray(children) && children.every(isComparison)) return { match, comparisons: children }
  }
  return null
}

const unflatten = ({ match, comparisons }: Flat): unknown =>
  comparisons.length === 1 ? comparisons[0] : { [match]: comparisons }

function isComparison(value: unknown): value is Comparison {
  return (
    typeof value === 'object' &&
    value !== null &&
    'field' in value &&
    'op' in value &&
    typeof value.field === 'string' &&
    typeof value.op === 'string'
  )
}

function withOperator({ field, value }: Comparison, op: string): Comparison {
  if (isBare(op)) return { field, op }
  if (op === 'in')
    return {
      field,
      op,
      value: Array.isArray(value) ? value : value === undefined || value === '' ? [] : [String(value)],
    }
  return { field, op, value: Array.isArray(value) ? (value[0] ?? '') : (value ?? '') }
}

const typed = (op: string, text: string) =>
  (op === 'gte' || op === 'lte') && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
