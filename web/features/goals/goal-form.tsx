import { Group, Select, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { Measure } from '#contract/goal-parts.ts'
import type { Goal } from '#contract/goals.ts'
import { etagOf } from '../../kernel/api.ts'
import { DateField } from '../../kernel/form/date-field.tsx'
import { type DepartmentOwner, DepartmentOwners } from '../../kernel/form/department-owners.tsx'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { NumberField } from '../../kernel/form/number-field.tsx'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useMe } from '../../kernel/me.tsx'
import { useGo, useSearch } from '../../kernel/navigation.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { useMembers } from '../../kernel/record/member-select.tsx'
import { factorOf } from './checkins.tsx'
import { MeasureFields, unitOf } from './measure-fields.tsx'

type Unit = Goal['unit']
export type Values = {
  name: string
  why: string
  from: string | null
  to: string | null
  measure: Measure
  unit: Unit
  unitLabel: string
  startValue: number | ''
  targetValue: number | ''
  parentId: string | null
  owners: DepartmentOwner[] | null
}

/** Sets a goal or changes one. Amounts are typed in units, shares in percent. */
export function GoalForm({ goal, onClose }: { goal: Goal | null; onClose: () => void }) {
  const t = useT()
  const go = useGo()
  const format = useFormat()
  const [search] = useSearch()
  const { departments, member } = useMe()
  const mine =
    useMembers()
      .find((one) => one.id === member.id)
      ?.departments.map((one) => one.id) ?? []
  const form = useForm<Values>({
    initialValues: begin(goal),
    validate: {
      from: (day) => (day === null ? t('rules.required') : null),
      to: (day, { from }) =>
        day === null ? t('rules.required') : from && day <= from ? t('rules.period_order') : null,
      targetValue: (value, { startValue }) =>
        value === '' ? t('rules.required') : value === startValue ? t('rules.target_is_start') : null,
    },
  })
  const ifMatch = etagOf(goal)
  const create = useAct('POST /goals', { form, done: t('goals.create.done'), idempotent: true })
  const change = useAct('PATCH /goals/:id', { form, done: t('goals.changed'), ...(ifMatch && { ifMatch }) })
  const parents = useApi('GET /goals', { query: { limit: 200 } }).data?.items ?? []
  const { values } = form
  const seats =
    values.owners ??
    departments
      .filter(({ key }) => key === 'marketing' || key === 'sales')
      .map(({ id }) => ({ departmentId: id, ownerId: mine.includes(id) ? member.id : null }))
  const unit = unitOf(values.measure) ?? values.unit
  const startsAtZero = values.measure.kind === 'live' && unit !== 'percent'
  const number = (field: 'startValue' | 'targetValue') => (
    <NumberField
      label={t(`goals.fields.${field}`)}
      required
      decimals={2}
      suffix={unit === 'percent' ? '%' : unit === 'money' ? format.currency : ''}
      {...form.getInputProps(field)}
    />
  )
  return (
    <FormDialog
      title={goal ? t('goals.acts.edit') : t('goals.create.title')}
      form={form}
      size="lg"
      onClose={onClose}
      busy={create.isPending || change.isPending}
      {...(!goal && { submitLabel: t('goals.create.action') })}
      onSubmit={async ({ name, why, from, to, measure, parentId, unitLabel, startValue, targetValue }) => {
        const owners = seats.flatMap(({ departmentId, ownerId }) => (ownerId ? [{ departmentId, ownerId }] : []))
        if (from === null || to === null) return
        if (owners.length === 0 || owners.length < seats.length) {
          form.setErrors({ owners: t('goals.create.ownersMissing') })
          return
        }
        const kept = (value: number | '') => Math.round(Number(value) * factorOf(unit) * 1e6) / 1e6
        const body = {
          ...{ name, why, from, to, measure, parentId, owners, unit, unitLabel: unitLabel || null },
          startValue: startsAtZero ? 0 : kept(startValue),
          targetValue: kept(targetValue),
        }
        if (goal) {
          await change.mutateAsync({ params: { id: goal.id }, body })
          return onClose()
        }
        const projectId = typeof search.projectId === 'string' ? search.projectId : undefined
        const made = await create.mutateAsync({ body: { ...body, ...(projectId && { projectId }) } })
        onClose()
        go(`/goals/${made.id}`)
      }}
    >
      <TextInput
        label={t('goals.fields.name')}
        placeholder={t('goals.create.namePlaceholder')}
        required
        maxLength={200}
        data-autofocus
        {...form.getInputProps('name')}
      />
      <Textarea label={t('goals.fields.why')} autosize minRows={2} maxLength={5000} {...form.getInputProps('why')} />
      <Group grow align="flex-start">
        {(['from', 'to'] as const).map((field) => (
          <DateField
            key={field}
            label={t(`goals.fields.${field}`)}
            required
            value={values[field]}
            onChange={(day) => form.setFieldValue(field, day)}
            error={form.errors[field]}
          />
        ))}
      </Group>
      <MeasureFields
        value={values.measure}
        onChange={(measure) => form.setFieldValue('measure', measure)}
        errors={form.errors}
      />
      {unitOf(values.measure) === null && (
        <Group grow align="flex-start">
          <Select
            label={t('goals.fields.unit')}
            allowDeselect={false}
            data={(['number', 'count', 'money', 'percent'] as const).map((value) => ({
              value,
              label: t(`goals.units.${value}`),
            }))}
            {...form.getInputProps('unit')}
          />
          <TextInput label={t('goals.fields.unitLabel')} maxLength={30} {...form.getInputProps('unitLabel')} />
        </Group>
      )}
      <Group grow align="flex-start">
        {!startsAtZero && number('startValue')}
        {number('targetValue')}
      </Group>
      <Select
        label={t('goals.fields.parent')}
        description={t('goals.create.parentHint')}
        searchable
        clearable
        data={parents.filter((one) => one.id !== goal?.id).map((one) => ({ value: one.id, label: one.name }))}
        {...form.getInputProps('parentId')}
      />
      <DepartmentOwners
        label={t('goals.fields.owners')}
        description={t('goals.create.ownersHint')}
        ownPeople
        value={seats}
        onChange={(owners) => form.setFieldValue('owners', owners)}
        error={ownerError(form.errors)}
      />
    </FormDialog>
  )
}

const ownerError = (errors: Record<string, unknown>) => {
  const found = Object.entries(errors).find(([field]) => field.startsWith('owners'))?.[1]
  return typeof found === 'string' ? found : undefined
}

function begin(goal: Goal | null): Values {
  const shown = (value: number) => (goal ? Math.round((value / factorOf(goal.unit)) * 1e6) / 1e6 : value)
  return {
    name: goal?.name ?? '',
    why: goal?.why ?? '',
    from: goal?.from ?? null,
    to: goal?.to ?? null,
    measure: goal?.measure ?? { kind: 'live', metric: 'leads' },
    unit: goal?.unit ?? 'number',
    unitLabel: goal?.unitLabel ?? '',
    startValue: goal ? shown(goal.startValue) : 0,
    targetValue: goal ? shown(goal.targetValue) : '',
    parentId: goal?.parentId ?? null,
    owners: goal?.owners.map(({ departmentId, ownerId }) => ({ departmentId, ownerId })) ?? null,
  }
}
