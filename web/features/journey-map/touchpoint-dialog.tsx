import { Button, Group, MultiSelect, Select, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconTrash } from '@tabler/icons-react'
import type { JourneyStage, Touchpoint } from '#contract/journey.ts'
import { api } from '../../kernel/api.ts'
import { FormDialog } from '../../kernel/form/form-dialog.tsx'
import { useT } from '../../kernel/i18n.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { MemberSelect } from '../../kernel/record/member-select.tsx'

type Props = {
  stageId: string
  touchpoint: Touchpoint | null
  stages: readonly JourneyStage[]
  onClose: () => void
}
type Link = Pick<Touchpoint['links'][number], 'type' | 'id'>
const types = ['asset', 'form', 'campaign'] as const
const refreshed = ['/journey-map', '/impacts']

/** What the customer meets: who answers, what is promised, how it is measured, and which texts, forms and campaigns it is. */
export function TouchpointDialog({ stageId, touchpoint, stages, onClose }: Props) {
  const t = useT()
  const choices = useChoices(touchpoint)
  const form = useForm({
    initialValues: {
      name: touchpoint?.name ?? '',
      stageId,
      ownerId: touchpoint?.ownerId ?? null,
      promise: touchpoint?.promise ?? '',
      metric: touchpoint?.metric ?? '',
      target: touchpoint?.target ?? '',
      links: (touchpoint?.links ?? []).map(({ type, id }) => `${type} ${id}`),
    },
  })
  const options = { form, invalidates: refreshed, done: t('journey-map.touchpoint.saved') }
  const create = useAct('POST /touchpoints', { ...options, idempotent: true })
  const update = useAct('PATCH /touchpoints/:id', {
    ...options,
    ...(touchpoint && { ifMatch: `"${touchpoint.version}"` }),
  })
  return (
    <FormDialog
      title={t(touchpoint ? 'journey-map.touchpoint.edit' : 'journey-map.touchpoint.add')}
      form={form}
      onClose={onClose}
      busy={create.isPending || update.isPending}
      onSubmit={async ({ links, ...values }) => {
        const body = { ...values, links: links.flatMap(toLink) }
        if (touchpoint) await update.mutateAsync({ params: { id: touchpoint.id }, body })
        else await create.mutateAsync({ body })
        onClose()
      }}
    >
      <TextInput
        label={t('journey-map.touchpoint.name')}
        required
        maxLength={120}
        data-autofocus
        {...form.getInputProps('name')}
      />
      <Group grow align="flex-start">
        <Select
          label={t('journey-map.touchpoint.stage')}
          allowDeselect={false}
          data={stages.map(({ id, name }) => ({ value: id, label: name }))}
          {...form.getInputProps('stageId')}
        />
        <MemberSelect
          label={t('journey-map.touchpoint.owner')}
          value={form.values.ownerId}
          onChange={(ownerId) => form.setFieldValue('ownerId', ownerId)}
        />
      </Group>
      <Textarea
        label={t('journey-map.touchpoint.promise')}
        autosize
        minRows={2}
        maxLength={1000}
        {...form.getInputProps('promise')}
      />
      <Group grow align="flex-start">
        <TextInput label={t('journey-map.touchpoint.metric')} maxLength={200} {...form.getInputProps('metric')} />
        <TextInput label={t('journey-map.touchpoint.target')} maxLength={200} {...form.getInputProps('target')} />
      </Group>
      <MultiSelect
        label={t('journey-map.touchpoint.links')}
        description={t('journey-map.touchpoint.linksHint')}
        searchable
        maxValues={50}
        data={choices}
        {...form.getInputProps('links')}
      />
      {touchpoint && <Remove touchpoint={touchpoint} onClose={onClose} />}
    </FormDialog>
  )
}

function Remove({ touchpoint, onClose }: { touchpoint: Touchpoint; onClose: () => void }) {
  const t = useT()
  const params = { id: touchpoint.id }
  const remove = useAct('DELETE /touchpoints/:id', {
    invalidates: refreshed,
    done: t('journey-map.touchpoint.deleted'),
    undo: () => api('POST /touchpoints/:id/restoration', { params }),
  })
  return (
    <Group>
      <Button
        color="red"
        variant="subtle"
        leftSection={<IconTrash size={16} />}
        onClick={() => remove.mutate({ params }, { onSuccess: onClose })}
      >
        {t('journey-map.touchpoint.delete')}
      </Button>
    </Group>
  )
}

/** Texts, forms and campaigns, and what is linked already even if it is none of the newest. */
function useChoices(touchpoint: Touchpoint | null) {
  const t = useT()
  const assets = useApi('GET /assets', { query: { limit: 200 } }).data?.items ?? []
  const forms = useApi('GET /forms', { query: { limit: 200 } }).data?.items ?? []
  const campaigns = useApi('GET /campaigns', { query: { limit: 200 } }).data?.items ?? []
  const named = { asset: assets, form: forms, campaign: campaigns }
  return types.map((type) => {
    const linked = (touchpoint?.links ?? []).filter((link) => link.type === type)
    const all = new Map([...linked, ...named[type]].map(({ id, name }) => [id, name]))
    return {
      group: t(`impacts.nodes.${type}`),
      items: [...all].map(([id, name]) => ({
        value: `${type} ${id}`,
        label: name || t('journey-map.touchpoint.gone'),
      })),
    }
  })
}

function toLink(value: string): Link[] {
  const [type, id] = value.split(' ')
  const known = types.find((one) => one === type)
  return known && id ? [{ type: known, id }] : []
}
