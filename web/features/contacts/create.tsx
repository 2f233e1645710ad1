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

/** A contact with the least: a name, an e-mail or a phone. Who is there already is offered instead. */
export default function CreateContact({ onClose }: CreateProps) {
  const t = useT()
  const go = useGo()
  const toast = useToast()
  const [existing, setExisting] = useState<string | null>(null)
  const form = useForm({
    initialValues: {
      firstName: '',
      lastName: '',
      email: '',
      phone: '',
      companyName: '',
      jobTitle: '',
      ownerId: null as string | null,
    },
  })
  const create = useAct('POST /contacts', { done: t('contacts.create.done'), idempotent: true, quiet: true })
  const open = (id: string) => {
    onClose()
    go(`/contacts/${id}`)
  }
  const submit = async (values: typeof form.values) => {
    setExisting(null)
    const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '' && value !== null))
    try {
      open((await create.mutateAsync({ body: given })).id)
    } catch (error) {
      const known = error instanceof ApiProblem ? error.params.contactId : undefined
      if (known) setExisting(String(known))
      else if (
        placeErrors(
          {
            setErrors: (errors) =>
              form.setErrors({ ...errors, ...(errors.fullName && { firstName: errors.fullName }) }),
          },
          t,
          error,
        ) === 0
      )
        toast.failed(error)
    }
  }
  return (
    <FormDialog
      title={t('contacts.create.heading')}
      form={form}
      onClose={onClose}
      busy={create.isPending}
      onSubmit={submit}
    >
      <p className="td-muted" style={{ margin: 0 }}>
        {t('contacts.create.hint')}
      </p>
      {existing && (
        <Alert color="amber" role="alert">
          <Group justify="space-between">
            {t('contacts.create.exists')}
            <Button size="compact-sm" variant="default" onClick={() => open(existing)}>
              {t('contacts.create.open')}
            </Button>
          </Group>
        </Alert>
      )}
      <Group grow align="flex-start">
        <TextInput
          label={t('contacts.fields.firstName')}
          maxLength={150}
          data-autofocus
          {...form.getInputProps('firstName')}
        />
        <TextInput label={t('contacts.fields.lastName')} maxLength={150} {...form.getInputProps('lastName')} />
      </Group>
      <TextInput type="email" label={t('contacts.fields.email')} maxLength={254} {...form.getInputProps('email')} />
      <TextInput type="tel" label={t('contacts.fields.phone')} maxLength={60} {...form.getInputProps('phone')} />
      <Group grow align="flex-start">
        <TextInput label={t('contacts.fields.company')} maxLength={300} {...form.getInputProps('companyName')} />
        <TextInput label={t('contacts.fields.jobTitle')} maxLength={200} {...form.getInputProps('jobTitle')} />
      </Group>
      <MemberSelect
        label={t('contacts.fields.owner')}
        value={form.values.ownerId}
        onChange={(ownerId) => form.setFieldValue('ownerId', ownerId)}
      />
    </FormDialog>
  )
}
