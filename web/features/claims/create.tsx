import { Group, Select, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { Asset } from '#contract/assets.ts'
import type { CreateProps } from '../../kernel/feature.ts'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useMe } from '../../kernel/me.tsx'
import { useGo } from '../../kernel/navigation.tsx'
import { useAct } from '../../kernel/query.ts'
import { MemberSelect } from '../../kernel/record/member-select.tsx'
import { touched } from './said.ts'

const types = ['ad', 'email', 'landing', 'post', 'script', 'brochure', 'other'] as const

/** A text as a draft; with `campaignId` it belongs to that campaign. */
export default function CreateAsset({ onClose, campaignId }: CreateProps & { campaignId?: string }) {
  const t = useT()
  const go = useGo()
  const { member } = useMe()
  const form = useForm<{ name: string; type: Asset['type']; body: string; ownerId: string | null }>({
    initialValues: { name: '', type: 'ad', body: '', ownerId: member.id },
  })
  const create = useAct('POST /assets', {
    form,
    done: t('claims.create.done'),
    idempotent: true,
    invalidates: [...touched, '/campaigns'],
  })
  return (
    <FormDialog
      title={t('claims.create.title')}
      form={form}
      onClose={onClose}
      busy={create.isPending}
      onSubmit={async (values) => {
        const asset = await create.mutateAsync({ body: { ...values, ...(campaignId && { campaignId }) } })
        onClose()
        go(`/texts/${asset.id}`)
      }}
    >
      <TextInput
        label={t('claims.fields.name')}
        required
        maxLength={200}
        data-autofocus
        {...form.getInputProps('name')}
      />
      <Group grow align="flex-start">
        <Select
          label={t('claims.fields.type')}
          allowDeselect={false}
          data={types.map((value) => ({ value, label: t(`claims.types.${value}`) }))}
          {...form.getInputProps('type')}
        />
        <MemberSelect
          label={t('claims.fields.ownerId')}
          value={form.values.ownerId}
          onChange={(ownerId) => form.setFieldValue('ownerId', ownerId)}
        />
      </Group>
      <Textarea
        label={t('claims.fields.body')}
        description={t('claims.create.bodyHint', { token: '{{product.SKU.price}}' })}
        autosize
        minRows={6}
        maxRows={16}
        maxLength={50_000}
        {...form.getInputProps('body')}
      />
    </FormDialog>
  )
}
