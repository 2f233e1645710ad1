import { List, Select, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import type { InformationTemplate } from '#contract/information-templates.ts'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useGo } from '../../kernel/navigation.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { type Binding, BindingField } from './binding-field.tsx'
import { touched } from './words.ts'

type Props = { template?: InformationTemplate; campaignId?: string; onClose: () => void }

/** Makes a template's items: of a given template for what is chosen, or of a chosen template for a given campaign. */
export function ApplyDialog({ template, campaignId, onClose }: Props) {
  const t = useT()
  const go = useGo()
  const templates = useApi('GET /information-templates', {}, { enabled: !template }).data?.items ?? []
  const [binding, setBinding] = useState<Binding>({ kind: 'workspace', id: null })
  const form = useForm<{ id: string | null }>({
    initialValues: { id: template?.id ?? null },
    validate: { id: (id) => (id === null ? t('rules.required') : null) },
  })
  const apply = useAct('POST /information-templates/:id/application', {
    invalidates: touched,
    done: ({ created, existing }) => t('information.templates.applied', { created, existing }),
  })
  const chosen = template ?? templates.find(({ id }) => id === form.values.id)
  const target = campaignId
    ? { campaignId }
    : binding.kind === 'campaign'
      ? { campaignId: binding.id }
      : { projectId: binding.id }
  return (
    <FormDialog
      title={
        template ? t('information.templates.applyNamed', { name: template.name }) : t('information.templates.apply')
      }
      form={form}
      onClose={onClose}
      busy={apply.isPending}
      submitLabel={t('information.templates.apply')}
      onSubmit={async ({ id }) => {
        if (id === null || (!campaignId && binding.kind !== 'workspace' && binding.id === null)) return
        await apply.mutateAsync({ params: { id }, body: target })
        onClose()
        if (!campaignId) go('/information?show=all')
      }}
    >
      {!template && (
        <Select
          label={t('information.templates.one')}
          required
          data={templates.map(({ id, name }) => ({ value: id, label: name }))}
          nothingFoundMessage={t('information.templates.none')}
          {...form.getInputProps('id')}
        />
      )}
      {!campaignId && (
        <BindingField value={binding} onChange={setBinding} offered={['workspace', 'campaign', 'project']} />
      )}
      {chosen && (
        <div>
          <Text size="sm">{t('information.templates.makes', { count: chosen.items.length })}</Text>
          <List size="sm" mt={4}>
            {chosen.items.map(({ key, name }) => (
              <List.Item key={key}>{name}</List.Item>
            ))}
          </List>
        </div>
      )}
      <Text size="sm" c="dimmed">
        {t('information.templates.ownersHint')}
      </Text>
    </FormDialog>
  )
}
