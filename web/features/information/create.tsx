import { Checkbox, Group, Select, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import type { CreateProps } from '../../kernel/feature.ts'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { NumberField } from '../../kernel/form/number-field.tsx'
import { mostDecimals } from '../../kernel/form/number-text.ts'
import { useT } from '../../kernel/i18n.tsx'
import { useMe } from '../../kernel/me.tsx'
import { useGo } from '../../kernel/navigation.tsx'
import { useAct } from '../../kernel/query.ts'
import { MemberSelect, useMembers } from '../../kernel/record/member-select.tsx'
import { type Binding, BindingField } from './binding-field.tsx'
import { kinds, mostIntervalDays, touched } from './words.ts'

type Values = {
  name: string
  purpose: string
  requestedByDepartmentId: string | null
  providedByDepartmentId: string | null
  ownerId: string | null
  intervalDays: number | string
  mandatory: boolean
  kind: (typeof kinds)[number]
  value: string | number
  isVerified: boolean
}

/** What is needed, from whom, and how often; with `campaignId` for that campaign. */
export default function CreateInformation({ onClose, campaignId }: CreateProps & { campaignId?: string }) {
  const t = useT()
  const go = useGo()
  const { member, departments } = useMe()
  const members = useMembers()
  const [binding, setBinding] = useState<Binding>({ kind: 'workspace', id: null })
  const mine = members.find(({ id }) => id === member.id)?.departments.map(({ id }) => id) ?? []
  const form = useForm<Values>({
    initialValues: {
      name: '',
      purpose: '',
      requestedByDepartmentId: null,
      providedByDepartmentId: null,
      ownerId: null,
      intervalDays: 7,
      mandatory: false,
      kind: 'text',
      value: '',
      isVerified: true,
    },
    validate: {
      requestedByDepartmentId: (id) => (id === null && mine.length !== 1 ? t('rules.required') : null),
      providedByDepartmentId: (id) => (id === null ? t('rules.required') : null),
      ownerId: (id) => (id === null ? t('rules.required') : null),
      intervalDays: (days) =>
        typeof days === 'number' && Number.isInteger(days) && days >= 1 && days <= mostIntervalDays
          ? null
          : t('information.fields.intervalRange'),
    },
  })
  const { values } = form
  const requester = values.requestedByDepartmentId ?? (mine.length === 1 ? mine[0]! : null)
  const isMine = values.ownerId === member.id
  const create = useAct('POST /information-items', {
    form,
    invalidates: touched,
    done: t('information.create.done'),
    idempotent: true,
  })
  const verify = useAct('POST /information-items/:id/verification', { invalidates: touched })
  const options = departments.map(({ id, name }) => ({ value: id, label: name }))
  return (
    <FormDialog
      title={t('information.create.title')}
      form={form}
      size="lg"
      onClose={onClose}
      busy={create.isPending || verify.isPending}
      submitLabel={t('information.create.action')}
      onSubmit={async ({ providedByDepartmentId, ownerId, intervalDays, value, isVerified, ...given }) => {
        if (!requester || !providedByDepartmentId || !ownerId || typeof intervalDays !== 'number') return
        const item = await create.mutateAsync({
          body: {
            ...given,
            ...{ providedByDepartmentId, ownerId, intervalDays, requestedByDepartmentId: requester },
            ...(value !== '' && given.kind !== 'document' && { value }),
            ...(campaignId ? { campaignId } : boundBody(binding)),
          },
        })
        if (isMine && isVerified && value !== '') await verify.mutateAsync({ params: { id: item.id }, body: {} })
        onClose()
        if (!campaignId) go(`/information/${item.id}`)
      }}
    >
      <TextInput
        label={t('information.columns.name')}
        placeholder={t('information.create.namePlaceholder')}
        required
        maxLength={200}
        data-autofocus
        {...form.getInputProps('name')}
      />
      <TextInput
        label={t('information.columns.purpose')}
        placeholder={t('information.create.purposePlaceholder')}
        maxLength={2000}
        {...form.getInputProps('purpose')}
      />
      <Group grow align="flex-start">
        <Select
          label={t('information.columns.requestedBy')}
          required
          data={options}
          value={requester}
          onChange={(id) => form.setFieldValue('requestedByDepartmentId', id)}
          error={form.errors.requestedByDepartmentId}
        />
        <Select
          label={t('information.columns.providedBy')}
          required
          data={options}
          {...form.getInputProps('providedByDepartmentId')}
        />
      </Group>
      <Group grow align="flex-start">
        <MemberSelect
          label={t('information.columns.owner')}
          description={t('information.create.ownerHint')}
          required
          value={values.ownerId}
          onChange={(id) => form.setFieldValue('ownerId', id)}
          error={form.errors.ownerId}
        />
        <NumberField
          label={t('information.columns.intervalDays')}
          description={t('information.fields.intervalRange')}
          required
          min={1}
          max={mostIntervalDays}
          {...form.getInputProps('intervalDays')}
        />
      </Group>
      <Checkbox
        label={t('information.create.mandatory')}
        description={t('information.create.mandatoryHint')}
        {...form.getInputProps('mandatory', { type: 'checkbox' })}
      />
      {!campaignId && <BindingField value={binding} onChange={setBinding} />}
      <Select
        label={t('information.columns.kind')}
        allowDeselect={false}
        data={kinds.map((value) => ({ value, label: t(`information.kinds.${value}`) }))}
        {...form.getInputProps('kind')}
      />
      {values.kind !== 'document' && <ValueInput kind={values.kind} field={form.getInputProps('value')} />}
      {isMine && values.value !== '' && values.kind !== 'document' && (
        <Checkbox
          label={t('information.create.verifyNow')}
          {...form.getInputProps('isVerified', { type: 'checkbox' })}
        />
      )}
    </FormDialog>
  )
}

function ValueInput({ kind, field }: { kind: Values['kind']; field: object }) {
  const t = useT()
  const label = t('information.create.value')
  if (kind === 'number') return <NumberField label={label} decimals={mostDecimals} {...field} />
  if (kind === 'link') return <TextInput label={label} type="url" placeholder="https://" {...field} />
  return <Textarea label={label} autosize minRows={2} maxRows={8} maxLength={10_000} {...field} />
}

function boundBody({ kind, id }: Binding) {
  if (kind === 'workspace' || id === null) return {}
  return kind === 'campaign' ? { campaignId: id } : kind === 'project' ? { projectId: id } : { meetingSeriesId: id }
}
