import { Badge, Group, Select, Text } from '@mantine/core'
import { useT } from '../../kernel/i18n.tsx'
import { Question } from './question.tsx'
import { fieldName, type ImportRecord, type MappedColumn } from './types.ts'

type Props = { record: ImportRecord; columns: MappedColumn[]; onChange: (columns: MappedColumn[]) => void }
type Column = ImportRecord['columns'][number]

const ignore = 'ignore'

/** Each column of the file with its examples, and the field it fills. A field taken by one column is given up by the other. */
export function ColumnsEditor({ record, columns, onChange }: Props) {
  const t = useT()
  const choose = (index: number, field: string | null) => {
    const others = columns.map((one) => (field !== null && one.field === field ? { ...one, field: null } : one))
    onChange(withColumn(others, { ...(others.find((one) => one.column === index) ?? { column: index }), field }))
  }
  return (
    <div className="td-import-columns">
      {record.columns.map((column) => {
        const [mapped = { column: column.index, field: null }, ...others] = columns.filter(
          (one) => one.column === column.index,
        )
        const also = others.flatMap(({ field }) => (field === null ? [] : fieldName(t, field)))
        return (
          <div className="td-import-column" key={column.index} data-ignored={mapped.field === null || undefined}>
            <div style={{ minWidth: 0 }}>
              <Group gap={8} wrap="nowrap">
                <span className="td-import-name">{column.name}</span>
                <Badge size="xs" variant="default" tt="none" style={{ flexShrink: 0 }}>
                  {t(`imports.types.${column.type}`)}
                </Badge>
              </Group>
              <div className="td-import-examples">
                {column.examples.slice(0, 3).join(' · ') || t('imports.mapping.empty')}
              </div>
            </div>
            <Select
              aria-label={`${t('imports.mapping.field')}: ${column.name}`}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              description={also.length > 0 && t('imports.mapping.also', { fields: also.join(' · ') })}
              data={choicesOf(t, record, column, mapped)}
              value={mapped.field ?? ignore}
              onChange={(value) => choose(column.index, value === null || value === ignore ? null : String(value))}
              searchable
              allowDeselect={false}
              maxDropdownHeight={320}
            />
            <Question
              column={column}
              mapped={mapped}
              type={typeOf(record, column, mapped)}
              onAnswer={(answer) => onChange(withColumn(columns, { ...mapped, ...answer }))}
            />
          </div>
        )
      })}
      {record.columns.length === 0 && <Text p="md">{t('imports.mapping.empty')}</Text>}
    </div>
  )
}

/** How its values will be read; a custom field takes what the column seems to hold. */
function typeOf({ fields }: ImportRecord, column: Column, { field }: MappedColumn): string | null {
  if (field?.startsWith('customFields.')) return column.type
  return fields.find((one) => one.field === field)?.type ?? null
}

/** In the place of what the column filled before, be it one field or two. */
function withColumn(columns: readonly MappedColumn[], changed: MappedColumn): MappedColumn[] {
  const place = columns.findIndex((one) => one.column === changed.column)
  if (place === -1) return [...columns, changed]
  return columns.flatMap((one, index) => (index === place ? changed : one.column === changed.column ? [] : one))
}

function choicesOf(
  t: ReturnType<typeof useT>,
  { fields, columns }: ImportRecord,
  column: Column,
  mapped: MappedColumn,
) {
  const suggested = column.suggestion.field
  const isCustom = (field: string | null): field is string => (field ?? '').startsWith('customFields.')
  const others = columns.flatMap(({ suggestion }) => (isCustom(suggestion.field) ? suggestion.field : []))
  const own = isCustom(suggested) ? suggested : ownField(column.name, column.index, others)
  const custom = [...new Set([own, ...(isCustom(mapped.field) ? [mapped.field] : [])])]
  return [
    { value: ignore, label: t('imports.mapping.ignore') },
    { group: t('imports.mapping.own'), items: custom.map((field) => ({ value: field, label: fieldName(t, field) })) },
    {
      group: t('imports.mapping.known'),
      items: fields.map(({ field }) => ({ value: field, label: fieldName(t, field) })),
    },
  ]
}

/** A key for a column that is kept as it is: its name in plain letters. */
function ownField(name: string, index: number, taken: readonly string[]): string {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  const slug = plain
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 60)
  const key = `customFields.${/^[a-z]/.test(slug) ? slug : `column_${index + 1}`}`
  return taken.includes(key) ? `${key}_${index + 1}` : key
}
