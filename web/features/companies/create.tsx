import { Alert, Button, Group, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { ApiProblem } from '../../kernel/api.ts'
import type { CreateProps } from '../../kernel/feature.ts'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useGo } from '../../kernel/navigation.tsx'
import { placeErrors, useAct } from '../../kernel/query.ts'
import { MemberSelect } from '../../kernel/record/member-select.tsx'
import { useToast } from '../../kernel/toast.tsx'

/** A company with the least: its name. One that is there already is offered instead. */
export default function CreateCompany({ onClose }: CreateProps) {
  const t = useT()
  const go = useGo()
  const toast = useToast()
  const [existing, setExisting] = useState<string | null>(null)
  const form = useForm({ initialValues: { name: '', domain: '', industry: '', ownerId: null as string | null } })
  const create = useAct('POST /companies', { done: t('companies.create.done'), idempotent: true, quiet: true })
  const open = (id: string) => {
    onClose()
    go(`/companies/${id}`)
  }
  const submit = async ({ name, ...values }: typeof form.values) => {
    setExisting(null)
    const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '' && value !== null))
    try {
      open((await create.mutateAsync({ body: { name, ...given } })).id)
    } catch (error) {
      if (error instanceof ApiProblem && error.code === 'name_taken' && error.params.companyId)
        setExisting(String(error.params.companyId))
      else if (placeErrors(form, t, error) === 0) toast.failed(error)
    }
  }
  return (
    <FormDialog
      title={t('companies.create.heading')}
      form={form}
      onClose={onClose}
      busy={create.isPending}
      onSubmit={submit}
    >
      {existing && (
        <Alert color="amber" role="alert">
          <Group justify="space-between">
            {t('companies.create.exists')}
            <Button size="compact-sm" variant="default" onClick={() => open(existing)}>
              {t('companies.create.open')}
            </Button>
          </Group>
        </Alert>
      )}
      <TextInput
        label={t('companies.fields.name')}
        required
        maxLength={300}
        data-autofocus
        {...form.getInputProps('name')}
      />
      <TextInput
        label={t('companies.fields.domain')}
        maxLength={300}
        placeholder="lumbre.es"
        {...form.getInputProps('domain')}
      />
      <TextInput label={t('companies.fields.industry')} maxLength={120} {...form.getInputProps('industry')} />
      <MemberSelect
        label={t('companies.fields.owner')}
        value={form.values.ownerId}
        onChange={(ownerId) => form.setFieldValue('ownerId', ownerId)}
      />
    </FormDialog>
  )
}
