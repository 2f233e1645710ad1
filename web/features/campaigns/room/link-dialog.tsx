import { Group, SegmentedControl, Select, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { Campaign } from '#contract/campaigns.ts'
import { FormDialog } from '../../../kernel/form/form-dialog.tsx'
import { useT } from '../../../kernel/i18n.tsx'
import { useAct, useApi } from '../../../kernel/query.ts'

type Target = 'offer' | 'form' | 'url'

/** A link for one ad or mail: where it leads, and the UTM words by which it is known again. */
export default function LinkDialog({ campaign, onClose }: { campaign: Campaign; onClose: () => void }) {
  const t = useT()
  const form = useForm({
    initialValues: {
      target: (campaign.offers.length > 0 ? 'offer' : 'url') as Target,
      offerId: campaign.offers[0]?.id ?? null,
      formId: null as string | null,
      url: '',
      name: '',
      source: campaign.channels[0] ?? '',
      medium: '',
    },
  })
  const { target } = form.values
  const forms = useApi('GET /forms', { query: { limit: 100, state: ['published'] } }, { enabled: target === 'form' })
  const add = useAct('POST /campaigns/:id/links', { form, done: t('campaigns.links.added'), idempotent: true })
  return (
    <FormDialog
      title={t('campaigns.links.add')}
      form={form}
      onClose={onClose}
      busy={add.isPending}
      onSubmit={async ({ offerId, formId, url, name, source, medium }) => {
        const utm = {
          ...(source.trim() && { source: source.trim() }),
          ...(medium.trim() && { medium: medium.trim() }),
        }
        await add.mutateAsync({
          params: { id: campaign.id },
          body: {
            ...(target === 'offer' ? { offerId } : target === 'form' ? { formId } : { url: url.trim() }),
            ...(name.trim() && { name: name.trim() }),
            utm,
          },
        })
        onClose()
      }}
    >
      <SegmentedControl
        aria-label={t('campaigns.links.target')}
        value={target}
        onChange={(next) => form.setFieldValue('target', next)}
        data={[
          { value: 'offer', label: t('campaigns.links.targetOffer'), disabled: campaign.offers.length === 0 },
          { value: 'form', label: t('campaigns.links.targetForm') },
          { value: 'url', label: t('campaigns.links.targetUrl') },
        ]}
      />
      {target === 'offer' && (
        <Select
          label={t('campaigns.links.targetOffer')}
          required
          allowDeselect={false}
          data={campaign.offers.map(({ id, productName }) => ({ value: id, label: productName }))}
          {...form.getInputProps('offerId')}
        />
      )}
      {target === 'form' && (
        <Select
          label={t('campaigns.links.targetForm')}
          required
          searchable
          data={(forms.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          {...form.getInputProps('formId')}
        />
      )}
      {target === 'url' && (
        <TextInput
          label={t('campaigns.links.url')}
          type="url"
          required
          placeholder="https://"
          {...form.getInputProps('url')}
        />
      )}
      <TextInput
        label={t('campaigns.links.name')}
        placeholder={t('campaigns.links.namePlaceholder')}
        maxLength={200}
        {...form.getInputProps('name')}
      />
      <Group grow align="flex-start">
        <TextInput
          label={t('campaigns.links.source')}
          placeholder="instagram"
          maxLength={120}
          {...form.getInputProps('source')}
        />
        <TextInput
          label={t('campaigns.links.medium')}
          placeholder="cpc"
          maxLength={120}
          {...form.getInputProps('medium')}
        />
      </Group>
    </FormDialog>
  )
}
