import { Text, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { InformationItem } from '#contract/information.ts'
import { etagOf } from '../../kernel/api.ts'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { NumberField } from '../../kernel/form/number-field.tsx'
import { mostDecimals } from '../../kernel/form/number-text.ts'
import { useT } from '../../kernel/i18n.tsx'
import { useAct } from '../../kernel/query.ts'
import { touched } from './words.ts'

type Props = { item: InformationItem; isOwner: boolean; onClose: () => void }
type Values = { value: string | number; reason: string }

/** The owner writes the value, which verifies it; anybody else proposes one and says why. */
export function ValueDialog({ item, isOwner, onClose }: Props) {
  const t = useT()
  const form = useForm<Values>({
    initialValues: { value: item.value ?? '', reason: '' },
    validate: { value: (value) => (!isOwner && value === '' ? t('rules.required') : null) },
  })
  const etag = etagOf(item)
  const set = useAct('PATCH /information-items/:id', {
    form,
    invalidates: touched,
    done: t('information.value.saved'),
    ...(etag && { ifMatch: etag }),
  })
  const propose = useAct('POST /information-items/:id/proposals', {
    form,
    invalidates: touched,
    idempotent: true,
    done: t('information.proposals.sent', { owner: item.ownerName }),
  })
  const params = { id: item.id }
  const label = item.unit ? t('information.value.labelUnit', { unit: item.unit }) : t('information.columns.value')
  return (
    <FormDialog
      title={t(isOwner ? 'information.value.edit' : 'information.proposals.title')}
      form={form}
      onClose={onClose}
      busy={set.isPending || propose.isPending}
      submitLabel={t(isOwner ? 'information.value.saveAndVerify' : 'information.proposals.send')}
      onSubmit={async ({ value, reason }) => {
        if (isOwner) await set.mutateAsync({ params, body: { value: value === '' ? null : value, reason } })
        else await propose.mutateAsync({ params, body: { value, reason } })
        onClose()
      }}
    >
      <Text fw={600}>{item.name}</Text>
      {item.kind === 'number' ? (
        <NumberField label={label} decimals={mostDecimals} data-autofocus {...form.getInputProps('value')} />
      ) : item.kind === 'link' ? (
        <TextInput label={label} type="url" placeholder="https://" data-autofocus {...form.getInputProps('value')} />
      ) : (
        <Textarea
          label={label}
          autosize
          minRows={3}
          maxRows={14}
          maxLength={10_000}
          data-autofocus
          {...form.getInputProps('value')}
        />
      )}
      <TextInput label={t('information.value.reason')} maxLength={1000} {...form.getInputProps('reason')} />
    </FormDialog>
  )
}
