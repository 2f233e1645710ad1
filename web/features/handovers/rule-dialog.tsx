import { Input, MultiSelect, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { ReplyOf } from '../../kernel/api.ts'
import { ConditionEditor } from '../../kernel/form/condition-editor.tsx'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useAct } from '../../kernel/query.ts'
import { useSellers } from './use-sellers.ts'

type Rule = ReplyOf<'GET /routing-rules'>['items'][number]

/** A routing rule: whose leads, and to whom. */
export function RuleDialog({ rule, onClose }: { rule: Rule | null; onClose: () => void }) {
  const t = useT()
  const sellers = useSellers()
  const form = useForm<{ name: string; condition: unknown; memberIds: string[] }>({
    initialValues: rule ?? { name: '', condition: { field: 'country', op: 'eq', value: 'FR' }, memberIds: [] },
  })
  const options = { form, invalidates: ['/routing-rules'], done: t('handovers.settings.saved') }
  const create = useAct('POST /routing-rules', options)
  const change = useAct('PATCH /routing-rules/:id', options)
  return (
    <FormDialog
      title={rule ? t('handovers.settings.edit', { rule: rule.name }) : t('handovers.settings.addRule')}
      form={form}
      size="xl"
      onClose={onClose}
      busy={create.isPending || change.isPending}
      onSubmit={async ({ name, condition, memberIds }) => {
        const body = { name, condition, memberIds }
        if (rule) await change.mutateAsync({ params: { id: rule.id }, body })
        else await create.mutateAsync({ body })
        onClose()
      }}
    >
      <TextInput
        label={t('handovers.settings.name')}
        required
        maxLength={120}
        data-autofocus
        {...form.getInputProps('name')}
      />
      <Input.Wrapper
        label={t('handovers.settings.condition')}
        error={form.errors.condition ?? form.errors['condition.value']}
      >
        <ConditionEditor
          label={t('handovers.settings.condition')}
          value={form.values.condition}
          onChange={(condition) => form.setFieldValue('condition', condition)}
        />
      </Input.Wrapper>
      <MultiSelect
        label={t('handovers.settings.members')}
        description={t('handovers.settings.membersText')}
        required
        searchable
        data={sellers}
        {...form.getInputProps('memberIds')}
      />
    </FormDialog>
  )
}
