import { Select, Text, Title } from '@mantine/core'
import { useT } from '../../kernel/i18n.tsx'
import type { ImportRecord } from './types.ts'

type Props = {
  record: ImportRecord
  values: ImportRecord['stageValues']
  column: string
  chosen: Record<string, string>
  onChange: (chosen: Record<string, string>) => void
}

const wordsOf: Partial<Record<ImportRecord['kind'], string>> = { deals: 'imports.mapping', orders: 'orders.states' }

/** What each word of the stage column becomes here. */
export function StageValues({ record, values, column, chosen, onChange }: Props) {
  const t = useT()
  const stages = record.stages.length > 0 ? record.stages : []
  const nameOf = (key: string, name: string | null) => name ?? t(`${wordsOf[record.kind] ?? 'kit.lifecycle'}.${key}`)
  return (
    <section aria-labelledby="stage-values">
      <Title order={2} size="h4" id="stage-values">
        {t('imports.mapping.stageTitle', { column })}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {t('imports.mapping.stageHint')}
      </Text>
      <div className="td-import-columns">
        {values.map(({ value, becomes }) => (
          <div className="td-import-column" key={value}>
            <span className="td-import-name">{value}</span>
            <Select
              aria-label={value}
              placeholder={t('imports.mapping.stageReject')}
              data={stages.map(({ key, name }) => ({ value: key, label: nameOf(key, name) }))}
              value={chosen[value] ?? becomes}
              onChange={(key) => key && onChange({ ...chosen, [value]: key })}
              allowDeselect={false}
            />
          </div>
        ))}
      </div>
    </section>
  )
}
