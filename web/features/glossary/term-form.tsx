import { MultiSelect, Select, TagsInput, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { Term, TermBinding } from '#contract/glossary.ts'
import { ConditionEditor } from '../../kernel/form/condition-editor.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useMe } from '../../kernel/me.tsx'
import { MemberSelect } from '../../kernel/record/member-select.tsx'
import { termReports, termStages } from './words.ts'

export type TermValues = {
  name: string
  aliases: string[]
  definition: string
  example: string
  ownerId: string | null
  departmentIds: string[]
  binding: TermBinding
}

export function useTermForm(term?: Term) {
  const t = useT()
  const { member, departments } = useMe()
  const usual = departments.filter(({ key }) => key === 'marketing' || key === 'sales').map(({ id }) => id)
  return useForm<TermValues>({
    initialValues: {
      name: term?.name ?? '',
      aliases: term?.aliases ?? [],
      definition: term?.definition ?? '',
      example: term?.example ?? '',
      ownerId: term ? term.ownerId : member.id,
      departmentIds: term?.departmentIds ?? usual,
      binding: term?.binding ?? { kind: 'none' },
    },
    validate: { departmentIds: (ids) => (ids.length === 0 ? t('rules.required') : null) },
  })
}

export function TermFields({ form }: { form: ReturnType<typeof useTermForm> }) {
  const t = useT()
  const { departments } = useMe()
  return (
    <>
      <TextInput
        label={t('glossary.fields.name')}
        required
        maxLength={80}
        data-autofocus
        {...form.getInputProps('name')}
      />
      <Textarea
        label={t('glossary.fields.definition')}
        required
        autosize
        minRows={2}
        maxLength={4000}
        {...form.getInputProps('definition')}
      />
      <Textarea
        label={t('glossary.fields.example')}
        autosize
        minRows={1}
        maxLength={4000}
        {...form.getInputProps('example')}
      />
      <TagsInput
        label={t('glossary.fields.aliases')}
        description={t('glossary.fields.aliasesHint')}
        maxTags={20}
        {...form.getInputProps('aliases')}
      />
      <BindingFields value={form.values.binding} onChange={(binding) => form.setFieldValue('binding', binding)} />
      <MultiSelect
        label={t('glossary.fields.departments')}
        required
        data={departments.map(({ id, name }) => ({ value: id, label: name }))}
        {...form.getInputProps('departmentIds')}
      />
      <MemberSelect
        label={t('glossary.fields.owner')}
        value={form.values.ownerId}
        onChange={(ownerId) => form.setFieldValue('ownerId', ownerId)}
      />
    </>
  )
}

const kinds = ['none', 'stage', 'temperature', 'condition', 'report'] as const
const first: Record<(typeof kinds)[number], TermBinding> = {
  none: { kind: 'none' },
  stage: { kind: 'stage', stage: 'mql' },
  temperature: { kind: 'temperature', temperature: 'hot' },
  condition: { kind: 'condition', condition: { all: [] } },
  report: { kind: 'report', report: 'leads_this_month' },
}

function BindingFields({ value, onChange }: { value: TermBinding; onChange: (binding: TermBinding) => void }) {
  const t = useT()
  return (
    <>
      <Select
        label={t('glossary.fields.binding')}
        allowDeselect={false}
        value={value.kind}
        onChange={(kind) => onChange(first[kinds.find((one) => one === kind) ?? 'none'])}
        data={kinds.map((kind) => ({ value: kind, label: t(`glossary.binding.${kind}`) }))}
      />
      {value.kind === 'stage' && (
        <Select
          label={t('glossary.binding.stageLabel')}
          allowDeselect={false}
          value={value.stage}
          onChange={(next) => onChange({ kind: 'stage', stage: termStages.find((one) => one === next) ?? 'lead' })}
          data={termStages.map((stage) => ({ value: stage, label: t(`kit.lifecycle.${stage}`) }))}
        />
      )}
      {value.kind === 'temperature' && (
        <Select
          label={t('glossary.binding.temperatureLabel')}
          allowDeselect={false}
          value={value.temperature}
          onChange={(next) =>
            onChange({
              kind: 'temperature',
              temperature: (['cold', 'warm', 'hot'] as const).find((one) => one === next) ?? 'hot',
            })
          }
          data={['cold', 'warm', 'hot'].map((one) => ({ value: one, label: t(`kit.temperature.${one}`) }))}
        />
      )}
      {value.kind === 'condition' && (
        <ConditionEditor
          label={t('glossary.binding.conditionLabel')}
          value={value.condition}
          onChange={(condition) => onChange({ kind: 'condition', condition })}
        />
      )}
      {value.kind === 'report' && (
        <Select
          label={t('glossary.binding.reportLabel')}
          allowDeselect={false}
          value={value.report}
          onChange={(next) =>
            onChange({ kind: 'report', report: termReports.find((one) => one === next) ?? 'leads_this_month' })
          }
          data={termReports.map((report) => ({ value: report, label: t(`glossary.reports.${report}`) }))}
        />
      )}
    </>
  )
}
